//! Prints the lock that belongs to the poms in `jars/`. After a change of one:
//!
//! ```sh
//! cargo run -p backends --example lock_jars > jars.new && mv jars.new crates/backends/jars/jars.sha256
//! ```

fn main() -> Result<(), Box<dyn std::error::Error>> {
    print!("{}", backends::jars::sums()?);
    Ok(())
}
