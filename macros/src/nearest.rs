/// The candidate that `word` was probably meant to be.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let close = |candidate: &'a str| {
        let distance = distance(word, candidate);
        let within = distance <= 1 + word.chars().count() / 4;
        // The other part of a name: `id` of `user_id`.
        let part = candidate.len() > 1 && word.len() > 1 && (candidate.ends_with(&format!("_{word}")));
        (within || part).then_some((distance, candidate))
    };
    candidates
        .into_iter()
        .filter_map(close)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `; did you mean …?`, or nothing.
pub(crate) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// How many letters have to be typed otherwise, swapping two neighbours counted once.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // Only the first row and the first column matter to begin with.
    let row = |i: usize| (0..=b.len()).map(|j| i.max(j)).collect();
    let mut rows: Vec<Vec<usize>> = (0..=a.len()).map(row).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let other = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + other);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn counts_the_letters_typed_otherwise() {
        assert_eq!(distance("uniqe", "unique"), 1);
        assert_eq!(distance("emial", "email"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn suggests_what_is_near_and_nothing_else() {
        assert_eq!(nearest("uniqe", ["index", "unique"]), Some("unique"));
        assert_eq!(nearest("emial", ["id", "email"]), Some("email"));
        assert_eq!(nearest("id", ["name", "user_id"]), Some("user_id"));
        assert_eq!(nearest("colour", ["index", "unique"]), None);
    }
}
