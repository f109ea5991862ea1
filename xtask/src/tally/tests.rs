//! Tests of the counting, on what the runners really print.

use super::*;

const RESULT: &str = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s";

fn hear_all(output: &str) -> (Tally, Vec<News>) {
    let mut tally = Tally::default();
    let mut news: Vec<News> = output.lines().filter_map(|line| tally.hear(line)).collect();
    news.extend(tally.end());
    (tally, news)
}

fn counts(passed: usize, failed: usize, skipped: usize) -> Counts {
    Counts { passed, failed, skipped }
}

#[test]
fn results_of_several_binaries_are_summed() {
    let (tally, news) = hear_all(&format!(
        "     Running unittests src/lib.rs (target/debug/deps/quake-0123456789abcdef)\n{RESULT}\n\
         \x20    Running tests/whole.rs (/t/debug/deps/whole-0123456789abcdef)\n{RESULT}\n\
         \x20  Doc-tests quake\n{RESULT}\n"
    ));
    assert_eq!(tally.counts, counts(9, 0, 3));
    let names: Vec<String> = news
        .into_iter()
        .filter_map(|news| match news {
            News::Ended { name, .. } => Some(name),
            News::Started => None,
            other => panic!("unexpected: {other:?}"),
        })
        .collect();
    assert_eq!(names, ["quake", "whole", "quake (documentation)"]);
}

#[test]
fn the_closing_line_names_skipped_tests_only_when_there_are_some() {
    assert_eq!(counts(12, 0, 0).to_string(), "12 passed, 0 failed");
    assert_eq!(counts(12, 1, 2).to_string(), "12 passed, 1 failed, 2 skipped");
}

#[test]
fn a_binary_that_vanishes_is_a_failure() {
    let (tally, news) = hear_all(&format!(
        "     Running unittests src/lib.rs (target/debug/deps/a-00)\ntest x ... \n\
         error: test failed, to rerun pass `-p a --lib`\n\
         \x20    Running unittests src/lib.rs (target/debug/deps/b-00)\n{RESULT}\n"
    ));
    assert_eq!(tally.counts, counts(3, 1, 1));
    let vanished = News::Vanished { name: "a".to_owned() };
    assert!(news.contains(&vanished), "{news:?}");
}

#[test]
fn the_output_of_failed_tests_is_kept_and_that_of_others_is_not() {
    let (tally, _) = hear_all(
        "     Running unittests src/lib.rs (target/debug/deps/a-00)\n\
         successes:\n\n---- fine stdout ----\nchatter\n\nsuccesses:\n    fine\n\n\
         failures:\n\n---- broken stdout ----\nleft: 1\n\nfailures:\n    broken\n\n\
         test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0s\n",
    );
    assert_eq!(tally.counts, counts(1, 1, 0));
    let shown = tally.failures.join("\n");
    assert!(shown.contains("---- broken stdout ----\nleft: 1"), "{shown}");
    assert!(!shown.contains("chatter"), "{shown}");
    assert_eq!(shown.matches("broken").count(), 1, "{shown}");
    assert_eq!(tally.failed, ["a broken"]);
}

#[test]
fn what_was_not_run_is_told_once() {
    let (_, news) = hear_all("test a ... NOT RUN: no java\nNOT RUN: no java\nNOT RUN: no browser\n");
    assert_eq!(news, [News::NotRun("NOT RUN: no java".to_owned()), News::NotRun("NOT RUN: no browser".to_owned()),]);
}

#[test]
fn nodes_counts_are_understood_with_either_sign() {
    let (tally, _) = hear_all("# tests 5\n# pass 3\n# fail 1\n# skipped 1\n# todo 0\n");
    assert_eq!(tally.counts, counts(3, 1, 1));
    let (tally, _) = hear_all("ℹ tests 3\nℹ pass 3\nℹ fail 0\nℹ cancelled 0\n");
    assert_eq!(tally.counts, counts(3, 0, 0));
}
