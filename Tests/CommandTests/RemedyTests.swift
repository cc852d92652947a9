import Foundation
import Testing

@testable import Simulate
@testable import mdad

/// The libraries name the remedy of an error; the program words it with the option that applies it.
@Suite struct RemedyTests {
  @Test(arguments: [
    ("item,a\nx,62\n", "", "give --percent if scores are percentages, or ignore the column with --ignore-columns NAME"),
    (
      "item,the topic,a\nx,law,1\n", "",
      "give --ignore-columns 'the topic' if the column is a label, or give --subtask-column 'the topic' if it holds"
    ),
    ("item,a,b\nx,1,\n", "", "give --missing drop-items, drop-models or wrong"),
    ("item,a\nx,\n", "--missing drop-items", "give --missing drop-models or wrong"),
    ("item,a\nx,1\n", "--subtask-column y", "no column is named \"y\"; --subtask-column takes a column name from"),
    ("model,item,score\na,x,1\na,x,0\n", "", "give --duplicates mean, last or samples"),
    ("model,item,score\na,x,1\nb,y,0\n", "", "give --join inner, or give --missing drop-items, drop-models or wrong"),
    ("model,item,score\na,x,1\nb,y,0\n", "--join inner", "give --join outer"),
    ("{\"model\": \"a\", \"item\": \"x\", \"score\": 62}\n", "", "from 0 to 1; give --percent"),
    ("{\"doc_id\": 1, \"acc\": \"no\"}\n", "", "this document has no score; give --metric NAME"),
  ])
  func errorsNameTheOptionThatHelps(content: String, options: String, words: String) throws {
    try withFolder { folder in
      let file = folder + "/m"
      try content.write(toFile: file, atomically: true, encoding: .utf8)
      let outcome = run(["describe", "--matrix", file] + options.split(separator: " ").map(String.init))
      #expect(outcome.status == 65, "\(outcome.error)")
      #expect(outcome.error.contains(words), "\(outcome.error)")
    }
  }

  /// Checks that no remedy's own words name a command line's option.
  @Test func librariesNameNoOption() {
    let remedies: [Remedy] = [
      .readPercentages, .ignoreColumn("x"), .ignoreColumn(nil), .chooseSubtaskColumn("x"), .chooseSubtaskColumn(nil),
      .omitSubtaskColumn, .resolveMissing(dropping: [.items, .models]), .resolveMissing(dropping: []),
      .keepCommonItems, .keepAllItems, .resolveDuplicates, .chooseMetric, .giveItemParameters, .chooseColumns(.full),
      .chooseColumns(.micro), .chooseColumns(.among), .labelModels(column: "family"), .lowerTargets, .giveShards,
      .simulateShard(1, of: 2),
    ]
    for remedy in remedies {
      #expect(!remedy.description.contains("--"))
      #expect(!remedy.description.isEmpty)
      #expect(!remedy.asOption.isEmpty)
    }
    #expect(Remedy.simulateShard(1, of: 2).asOption == "simulate --shard 1/2 and give all 2 files")
  }
}
