import Planner

/// The option about items in clusters that planning and drawing share.
extension AnyOption {
  static let sampleClusters = Option(
    "sample-clusters", "whole clusters of items (the column cluster) are drawn, and not items one by one",
    needs: .given(.matrix))
}
