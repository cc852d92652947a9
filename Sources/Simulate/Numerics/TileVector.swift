/// Holds a few neighbouring numbers that are processed at once.
///
/// The standard library's vectors in generic code run lane by lane in a debug build. Behind this protocol they are
/// concrete, so that tests are not a hundred times slower than they need be.
protocol TileVector {
  associatedtype Scalar: BinaryFloatingPoint
  /// The number of lanes.
  static var lanes: Int { get }
  /// Zeros.
  init()
  /// Loads the numbers from an address on, which need not be aligned.
  init(at address: UnsafePointer<Scalar>)
  /// Adds the products of two vectors' lanes.
  mutating func addProduct(_ first: Self, _ second: Self)
  /// Adds the lanes of a vector times a number.
  mutating func addProduct(_ factor: Scalar, _ vector: Self)
  /// Writes the lanes from an address on.
  func store(at address: UnsafeMutablePointer<Scalar>)
  /// The sum of the lanes.
  var total: Scalar { get }
}

/// Holds two numbers in double precision.
struct DoubleTile: TileVector {
  private var value: SIMD2<Double>

  static var lanes: Int { 2 }
  @inline(__always) init() { value = SIMD2() }
  @inline(__always) init(at address: UnsafePointer<Double>) { value = SIMD2(address[0], address[1]) }
  @inline(__always) mutating func addProduct(_ first: DoubleTile, _ second: DoubleTile) {
    value += first.value * second.value
  }
  @inline(__always) mutating func addProduct(_ factor: Double, _ vector: DoubleTile) {
    value += SIMD2(factor, factor) * vector.value
  }
  @inline(__always) func store(at address: UnsafeMutablePointer<Double>) {
    address[0] = value[0]
    address[1] = value[1]
  }
  @inline(__always) var total: Double { value[0] + value[1] }
}

/// Holds four numbers in single precision.
struct FloatTile: TileVector {
  private var value: SIMD4<Float>

  static var lanes: Int { 4 }
  @inline(__always) init() { value = SIMD4() }
  @inline(__always) init(at address: UnsafePointer<Float>) {
    value = SIMD4(address[0], address[1], address[2], address[3])
  }
  @inline(__always) mutating func addProduct(_ first: FloatTile, _ second: FloatTile) {
    value += first.value * second.value
  }
  @inline(__always) mutating func addProduct(_ factor: Float, _ vector: FloatTile) {
    value += SIMD4(factor, factor, factor, factor) * vector.value
  }
  @inline(__always) func store(at address: UnsafeMutablePointer<Float>) {
    address[0] = value[0]
    address[1] = value[1]
    address[2] = value[2]
    address[3] = value[3]
  }
  @inline(__always) var total: Float { (value[0] + value[2]) + (value[1] + value[3]) }
}
