//! An invented estate to try everything on: Meridian Freight Group, a carrier in three regions.
//!
//! Nothing in it is real: not the company, not its machines, not the prices. Its tables are generated
//! from short lists, the same bytes on every machine, and are read like those of any other folder.
//!
//! Its story: first deployment in March 2021; Asia is measured only from October. In 2024 two quarters of
//! reports of Europe are lost with a migrated server; most figures are rebuilt, and can be contested. In
//! 2025 a cluster in Dallas goes unmeasured for three weeks, of one report in Asia only an unsigned copy
//! is left, and the Cloud Pak outgrows what was bought.

mod chance;
mod evidence;
mod hosts;
mod machines;
mod software;
mod vms;
mod workloads;

#[cfg(test)]
mod tests;

const AS_OF: &str = "2025-12-31";

/// The tables as a folder would hold them: file name and text.
///
/// ```
/// let mut reader = subcap_core::read::Reader::default();
/// for (name, text) in subcap_core::demo::tables() {
///     reader.file(name, text.as_bytes())?;
/// }
/// assert!(reader.findings().is_empty());
/// # Ok::<(), subcap_core::error::Error>(())
/// ```
pub fn tables() -> Vec<(&'static str, String)> {
    let as_of = chance::date(AS_OF);
    vec![
        ("estate.toml", estate()),
        ("hosts.csv", hosts::hosts()),
        ("vms.csv", vms::vms(as_of)),
        ("pools.csv", hosts::pools()),
        ("installs.csv", vms::installs()),
        ("products.csv", software::products()),
        ("entitlements.csv", software::entitlements()),
        ("evidence.csv", evidence::evidence(as_of)),
    ]
}

fn estate() -> String {
    format!(
        "# Invented: no such company, and prices that are plausible in magnitude only.\n\
         name = \"Meridian Freight Group (invented)\"\n\
         as_of = {AS_OF}\n\
         currency = \"USD\"\n\
         first_deployment = 2021-03-15\n"
    )
}
