/// The program's version, recorded in every output.
package let programVersion = "0.1.0"
