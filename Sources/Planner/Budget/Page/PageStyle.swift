/// Holds the style sheet of pages.
enum PageStyle {
  /// The sheet. Charts bring their colours as attributes; in the dark they are exchanged here.
  static let sheet =
    """
    :root{color-scheme:light dark;--page:#fff;--text:#1b1b1b;--muted:#595959;--line:#d4d4d4;--panel:#f5f5f3;\
    --accent:#0067a5}
    @media screen and (prefers-color-scheme:dark){:root{--page:#16181c;--text:#eee;--muted:#b4b4b4;--line:#3a3f46;\
    --panel:#20242a;--accent:#6cbcf0}\(dark)}
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}
    main,footer{max-width:1180px;margin:0 auto;padding:0 16px}
    h1{font-size:1.5rem;margin:1rem 0 .3rem}h2{font-size:1.2rem;margin:1.4rem 0 .3rem}
    .answer p{margin:.15rem 0}.answer .sentence{font-size:1.1rem}
    .answer .number strong{font-size:3.6rem;line-height:1.1;font-variant-numeric:tabular-nums;color:var(--accent)}
    .answer .number span{font-size:1.1rem}
    .hint,figcaption,.command{color:var(--muted);font-size:.88em}.hint{display:block}
    .command code{display:block;white-space:nowrap;overflow-x:auto;color:var(--text)}
    footer{color:var(--muted);font-size:.85rem;margin:2rem auto 1rem;overflow-wrap:anywhere}
    fieldset{border:1px solid var(--line);border-radius:6px;background:var(--panel);margin:.6rem 0;\
    padding:.2rem 1rem .6rem;min-width:0}
    legend{padding:0 .4rem}fieldset p{margin:.45rem 0}
    fieldset label{font-weight:600}.pair{display:flex;gap:.7rem;align-items:center}
    .pair input[type=range]{flex:1;min-width:0;accent-color:var(--accent)}
    input[type=number],select{font:inherit;padding:.15rem .3rem;width:7rem;color:inherit;background:var(--page);\
    border:1px solid var(--muted);border-radius:4px}select{width:100%}
    .check label{font-weight:400}
    .two{display:grid;grid-template-columns:minmax(0,1fr);gap:0 2rem}
    @media (min-width:900px){.calculator{grid-template-columns:330px minmax(0,1fr)}\
    .several fieldset{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem}}
    figure{margin:.8rem 0}figure svg{display:block;width:100%;min-width:600px;height:auto;max-width:760px}
    .scroll{overflow-x:auto;margin:.5rem 0;scrollbar-width:thin;background:\
    linear-gradient(to right,var(--page) 30%,transparent) 0 0/40px 100% no-repeat local,\
    linear-gradient(to left,var(--page) 30%,transparent) 100% 0/40px 100% no-repeat local,\
    linear-gradient(to right,var(--muted),transparent) 0 0/12px 100% no-repeat scroll,\
    linear-gradient(to left,var(--muted),transparent) 100% 0/12px 100% no-repeat scroll}
    .scroll svg rect:first-of-type{fill:transparent}
    .scroll:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible{\
    outline:2px solid var(--accent);outline-offset:2px}
    table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--muted);padding:.2rem 0}
    th,td{padding:.2rem .7rem .2rem 0;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap;\
    font-weight:400}
    thead th{font-weight:600;border-bottom-width:2px}.n{text-align:right}tr.chosen>*{font-weight:600}\
    .unpriced tr>:nth-child(n+5){display:none}
    summary{cursor:pointer;color:var(--accent);padding:.2rem 0}
    @media print{@page{margin:14mm}body{font-size:10pt}form{display:none}h1{margin-top:0}h2,summary{break-after:avoid}\
    svg,tr,.answer,figure{break-inside:avoid}.two{display:block}.answer .number strong{font-size:30pt;color:inherit}\
    figure svg{min-width:0;max-width:14cm}.scroll{overflow:visible;background:none}table{font-size:8pt}\
    th,td{padding:.1rem .4rem .1rem 0}thead th{white-space:normal}summary{list-style:none;color:inherit}}

    """

  /// What the colours of charts become in the dark.
  private static var dark: String {
    let lines = ["#f2f2f2", "#6cbcf0", "#f59a54", "#3fcf9f", "#e596cb", "#e3c34a"]
    let ink = [
      (Chart.Ink.paper, "#16181c"), (Chart.Ink.soft, "#b4b4b4"), (Chart.Ink.grid, "#363a40"),
      (Chart.Ink.guide, "#8f959d"),
    ]
    return (Array(zip(Chart.colours, lines)) + ink).map { light, dark in
      "svg [fill=\"\(light)\"]{fill:\(dark)}svg [stroke=\"\(light)\"]{stroke:\(dark)}"
    }.joined()
  }
}
