/// Says how far two models are apart: `5 points apart`, `1 point apart`.
///
/// - Parameter gap: accuracy points, as shown.
func pointsApart(_ gap: String) -> String { gap == "1" ? "1 point apart" : "\(gap) points apart" }
