//! The command line with one thread and with many.

use std::fs;

use crate::engine;
use crate::random::random_estate;
use crate::support::subcap;

/// **7.14** Thread count changes nothing, and the command line prints the core's report.
#[test]
fn s21_one_thread_and_eight_print_the_same_bytes() {
    for seed in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let texts = random_estate(seed);
        for (name, text) in &texts {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let print = |threads: &str| {
            let path = folder.path().to_str().unwrap();
            let output = subcap(&["estimate", path, "--format", "json", "--threads", threads]);
            assert_ne!(output.status.code(), Some(2), "seed {seed}");
            String::from_utf8(output.stdout).unwrap()
        };
        let one = print("1");
        assert_eq!(one, print("8"), "seed {seed}");
        assert_eq!(one, engine::report(&texts, &engine::built_in()).unwrap().to_json(), "seed {seed}");
    }
}
