//! The order of groups, and of whatever else comes after each other.

/// The positions of `0..len` in an order where each comes after all that it `waits_for`, first ones first where there is a choice;
/// and the circles, each as the positions that wait for the next one and the last for the first.
pub(crate) fn ordered(len: usize, waits_for: impl Fn(usize) -> Vec<usize>) -> (Vec<usize>, Vec<Vec<usize>>) {
    let waits_for: Vec<Vec<usize>> = (0..len).map(waits_for).collect();
    let (mut order, mut circles) = (Vec::with_capacity(len), Vec::new());
    let mut left: Vec<usize> = (0..len).collect();
    while !left.is_empty() {
        let is_free = |position: &usize| !waits_for[*position].iter().any(|other| left.contains(other));
        if let Some(at) = left.iter().position(is_free) {
            order.push(left.remove(at));
        } else {
            // Everybody waits for one that is left, so that going from one to the next comes back to where it was.
            let circle = circle(&left, &waits_for);
            left.retain(|position| !circle.contains(position));
            circles.push(circle);
        }
    }
    (order, circles)
}

fn circle(left: &[usize], waits_for: &[Vec<usize>]) -> Vec<usize> {
    let mut path: Vec<usize> = Vec::new();
    let mut next = left.first().copied();
    while let Some(position) = next {
        if let Some(start) = path.iter().position(|&seen| seen == position) {
            path.drain(..start);
            break;
        }
        path.push(position);
        next = waits_for[position].iter().copied().find(|other| left.contains(other));
    }
    // Told from the one that was given first.
    let first = (0..path.len()).min_by_key(|&at| path[at]).unwrap_or_default();
    path.rotate_left(first);
    path
}

#[cfg(test)]
mod tests {
    use super::ordered;

    fn of(waits_for: &[&[usize]]) -> (Vec<usize>, Vec<Vec<usize>>) {
        ordered(waits_for.len(), |position| waits_for[position].to_vec())
    }

    #[test]
    fn what_is_waited_for_comes_first_and_the_rest_as_given() {
        assert_eq!(of(&[]), (vec![], vec![]));
        assert_eq!(of(&[&[], &[], &[]]).0, [0, 1, 2]);
        assert_eq!(of(&[&[2], &[], &[1], &[]]).0, [1, 2, 0, 3]);
        assert_eq!(of(&[&[3, 2], &[0], &[3], &[]]).0, [3, 2, 0, 1]);
    }

    #[test]
    fn circles_are_told_apart_from_those_that_wait_for_them() {
        assert_eq!(of(&[&[0]]), (vec![], vec![vec![0]]));
        assert_eq!(of(&[&[1], &[2], &[1]]), (vec![0], vec![vec![1, 2]]));
        assert_eq!(of(&[&[2], &[3], &[0], &[1], &[]]), (vec![4], vec![vec![0, 2], vec![1, 3]]));
        assert_eq!(of(&[&[3], &[0], &[1], &[2]]), (vec![], vec![vec![0, 3, 2, 1]]));
    }
}
