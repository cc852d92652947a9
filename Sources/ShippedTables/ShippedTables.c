// The lookup tables, compiled into the program: #embed is C23, and Swift has no counterpart that takes a file from
// outside its target. A table added to `tables/` is added here in both places; a test compares the two.

#include "ShippedTables.h"

static const unsigned char published_mdad[] = {
#embed "../../tables/published/mdad.csv"
};
static const unsigned char glue_mrpc[] = {
#embed "../../tables/glue_mrpc.json"
};
static const unsigned char glue_rte[] = {
#embed "../../tables/glue_rte.json"
};
static const unsigned char glue_sst2[] = {
#embed "../../tables/glue_sst2.json"
};
static const unsigned char gpqa[] = {
#embed "../../tables/gpqa.json"
};
static const unsigned char helm_commonsense[] = {
#embed "../../tables/helm_commonsense.json"
};
static const unsigned char helm_gsm[] = {
#embed "../../tables/helm_gsm.json"
};
static const unsigned char helm_legalbench[] = {
#embed "../../tables/helm_legalbench.json"
};
static const unsigned char helm_math[] = {
#embed "../../tables/helm_math.json"
};
static const unsigned char helm_mmlu[] = {
#embed "../../tables/helm_mmlu.json"
};
static const unsigned char ifeval[] = {
#embed "../../tables/ifeval.json"
};
static const unsigned char mmlu_pro[] = {
#embed "../../tables/mmlu_pro.json"
};
static const unsigned char openllm_math[] = {
#embed "../../tables/openllm_math.json"
};
static const unsigned char swebench_verified[] = {
#embed "../../tables/swebench_verified.json"
};
static const unsigned char frame_livecodebench_v6[] = {
#embed "../../tables/frames/livecodebench_v6.csv"
};
static const unsigned char frame_mmlu_pro[] = {
#embed "../../tables/frames/mmlu_pro.csv"
};
static const unsigned char frame_swebench_verified[] = {
#embed "../../tables/frames/swebench_verified.csv"
};

static const struct shipped_file files[] = {
    {"published/mdad.csv", published_mdad, sizeof published_mdad},
    {"glue_mrpc.json", glue_mrpc, sizeof glue_mrpc},
    {"glue_rte.json", glue_rte, sizeof glue_rte},
    {"glue_sst2.json", glue_sst2, sizeof glue_sst2},
    {"gpqa.json", gpqa, sizeof gpqa},
    {"helm_commonsense.json", helm_commonsense, sizeof helm_commonsense},
    {"helm_gsm.json", helm_gsm, sizeof helm_gsm},
    {"helm_legalbench.json", helm_legalbench, sizeof helm_legalbench},
    {"helm_math.json", helm_math, sizeof helm_math},
    {"helm_mmlu.json", helm_mmlu, sizeof helm_mmlu},
    {"ifeval.json", ifeval, sizeof ifeval},
    {"mmlu_pro.json", mmlu_pro, sizeof mmlu_pro},
    {"openllm_math.json", openllm_math, sizeof openllm_math},
    {"swebench_verified.json", swebench_verified, sizeof swebench_verified},
    {"frames/livecodebench_v6.csv", frame_livecodebench_v6, sizeof frame_livecodebench_v6},
    {"frames/mmlu_pro.csv", frame_mmlu_pro, sizeof frame_mmlu_pro},
    {"frames/swebench_verified.csv", frame_swebench_verified, sizeof frame_swebench_verified},
};

unsigned long shipped_file_count(void) { return sizeof files / sizeof files[0]; }

struct shipped_file shipped_file_at(unsigned long index) { return files[index]; }
