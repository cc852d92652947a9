// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "mdad",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Simulate", targets: ["Simulate"]),
    .library(name: "Planner", targets: ["Planner"]),
    .executable(name: "mdad", targets: ["mdad"]),
  ],
  targets: [
    // Compressed input; the system's.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .yum(["zlib-devel"])]),
    // The few loops that nearly all time goes into, for whatever instructions the processor has.
    .target(name: "CKernels"),
    .target(name: "Simulate", dependencies: ["CKernels", "CZlib"]),
    // The lookup tables of `tables/`, compiled into the program so that it answers when copied alone.
    .target(name: "ShippedTables", exclude: ["tables.pack"]),
    // The script of a budget's page, which lies beside that page.
    .target(name: "PageScript"),
    .target(
      name: "Planner", dependencies: ["Simulate", "ShippedTables", "PageScript", "CZlib"],
      exclude: ["Budget/Page/page.js"]),
    .executableTarget(name: "mdad", dependencies: ["Simulate", "Planner"]),
    .testTarget(name: "ArchitectureTests"),
    .testTarget(name: "SimulateTests", dependencies: ["Simulate", "CKernels", "CZlib"]),
    .testTarget(name: "PlannerTests", dependencies: ["Planner", "Simulate"]),
    .testTarget(name: "CommandTests", dependencies: ["mdad", "Planner", "Simulate"], exclude: ["Golden"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)
