//! Declarations that compile, and mistakes with what the compiler says about them.
//!
//! One folder per topic. `TRYBUILD=overwrite cargo test -p ui-tests` writes the `.stderr` files anew; read each of them
//! as somebody who made that mistake for the first time.

#[test]
fn mistakes_are_explained() {
    let cases = trybuild::TestCases::new();
    for topic in
        ["declaration", "keys", "columns", "indexes", "references", "methods", "values", "composite", "use"]
    {
        cases.compile_fail(format!("{topic}/*.rs"));
    }
}

#[test]
fn declarations_compile() {
    trybuild::TestCases::new().pass("pass/*.rs");
}
