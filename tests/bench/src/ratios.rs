use std::fs;
use std::path::{Path, PathBuf};

/// Prints, for every group that criterion has measured, the median of `ours` as a ratio of the median of `base`.
#[allow(clippy::print_stdout, reason = "it is what the benchmark reports")]
pub fn print_ratios(base: &str, ours: &str) {
    println!("\n{:<36} {:>12} {:>12} {:>7}", "", base, ours, "ratio");
    let mut groups = folders(&target().join("criterion"));
    groups.sort();
    for group in groups {
        let (Some(base), Some(ours)) = (median(&group.join(base)), median(&group.join(ours))) else {
            continue;
        };
        let name = group.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!("{name:<36} {:>9.1} µs {:>9.1} µs {:>7.2}", base / 1_000.0, ours / 1_000.0, ours / base);
    }
}

fn target() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(own, PathBuf::from)
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

/// The median of one benchmark's last run, in nanoseconds.
fn median(benchmark: &Path) -> Option<f64> {
    let text = fs::read_to_string(benchmark.join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates.get("median")?.get("point_estimate")?.as_f64()
}
