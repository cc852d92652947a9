import Foundation
import Testing

@testable import Simulate

/// Checks that the settings of methods travel as a whole.
@Suite struct MethodSettingsTests {
  /// Settings that differ from the defaults in every knob.
  private static let changed = {
    var settings = MethodSettings()
    for knob in MethodSettings.knobs { knob.set(knob.standard / 2, in: &settings) }
    return settings
  }()

  @Test func everyPropertyIsAKnob() {
    #expect(Mirror(reflecting: MethodSettings()).children.count == MethodSettings.knobs.count)
    #expect(Set(MethodSettings.knobs.map(\.key)).count == MethodSettings.knobs.count)
    for knob in MethodSettings.knobs {
      var settings = MethodSettings()
      knob.set(knob.standard / 2, in: &settings)
      #expect(settings != MethodSettings(), "\(knob.name) is kept nowhere")
      #expect(knob.allows(knob.standard))
      #expect(!knob.allows(0))
      #expect(!knob.allows(knob.limit * 1.01))
    }
  }

  @Test func aRecordReadsBackAsItWas() throws {
    let data = try JSONEncoder().encode(MethodSettingsTests.changed)
    #expect(try JSONDecoder().decode(MethodSettings.self, from: data) == MethodSettingsTests.changed)
    let members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Double])
    #expect(members == Dictionary(uniqueKeysWithValues: MethodSettingsTests.changed.record.map { ($0.key, $0.value) }))
    #expect(members["target_gap"] == 1.5)
  }

  @Test(arguments: [
    #"{}"#, #"{"target_gap":0}"#, #"{"target_gap":-1}"#, #"{"target_gap":1e300}"#, #"{"target_gap":"3"}"#,
    #"{"target_gap":3,"other":1}"#,
  ])
  func aRecordOfOtherSettingsIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(MethodSettings.self, from: Data(text.utf8)) }
  }

  /// Findings made with other settings are kept under other names, and a shard with other settings is reported.
  @Test func everySettingDecidesWhatFindingsAreOf() throws {
    let matrix = ItemMatrixTests.bothForms(models: 24, items: 60, seed: 5).binary
    func identity(_ settings: MethodSettings) throws -> SimulationIdentity {
      let simulation = try Simulation(
        matrix: matrix,
        settings: SimulationSettings(methods: ["gap-targeted"], sizes: [5], trials: 2, methodSettings: settings))
      return SimulationIdentity(benchmark: "b", version: "1", matrix: matrix, outline: simulation.outline)
    }
    let plain = try identity(MethodSettings())
    for knob in MethodSettings.knobs {
      var settings = MethodSettings()
      knob.set(knob.standard / 2, in: &settings)
      let other = try identity(settings)
      #expect(TrialCellKey.all(of: other)[0].identifier != TrialCellKey.all(of: plain)[0].identifier)
      #expect(other.difference(from: plain)?.name == "outline.settings.methodSettings.\(knob.key)")
    }
  }
}
