/// The program's version, recorded in every output.
public let programVersion = "0.1.0"
