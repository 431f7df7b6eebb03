use std::collections::VecDeque;

/// Rows that are changed one after another, those first that make room for others: the database judges what is unique at
/// each row, not when all of them are changed.
///
/// A row that clashes waits until the others had their turn. When none of those that wait finds room any more, the last
/// clash is the failure of all.
#[derive(Debug)]
pub(crate) struct OneByOne<T, E> {
    /// Those whose turn comes in this round.
    turns: VecDeque<T>,
    /// Those that clashed in it, and the last clash.
    waiting: VecDeque<T>,
    clash: Option<E>,
    /// How many there were when it began.
    began_with: usize,
}

impl<T, E> OneByOne<T, E> {
    pub(crate) fn new(rows: impl IntoIterator<Item = T>) -> Self {
        let turns: VecDeque<_> = rows.into_iter().collect();
        Self { began_with: turns.len(), turns, waiting: VecDeque::new(), clash: None }
    }

    /// The next row to change; `None` when all of them are.
    pub(crate) fn next(&mut self) -> Result<Option<T>, E> {
        if self.turns.is_empty() {
            match self.clash.take() {
                Some(clash) if self.waiting.len() == self.began_with => return Err(clash),
                _ => {}
            }
            self.began_with = self.waiting.len();
            std::mem::swap(&mut self.turns, &mut self.waiting);
        }
        Ok(self.turns.pop_front())
    }

    /// This row clashes as things are.
    pub(crate) fn clashes(&mut self, row: T, clash: E) {
        self.waiting.push_back(row);
        self.clash = Some(clash);
    }
}

#[cfg(test)]
mod tests {
    use super::OneByOne;

    /// Adds `by` to each of the numbers, none of which may be there twice: what comes of them, or which one is left.
    fn shifted(numbers: &[i32], by: i32) -> Result<Vec<i32>, i32> {
        let mut taken = numbers.to_vec();
        let mut turns = OneByOne::new(0..numbers.len());
        while let Some(place) = turns.next()? {
            let wanted = numbers[place] + by;
            if taken.contains(&wanted) {
                turns.clashes(place, wanted);
            } else {
                taken[place] = wanted;
            }
        }
        Ok(taken)
    }

    #[test]
    fn those_that_make_room_go_first() {
        assert_eq!(shifted(&[1, 2, 3], 1), Ok(vec![2, 3, 4]));
        assert_eq!(shifted(&[3, 1, 2], -1), Ok(vec![2, 0, 1]));
        assert_eq!(shifted(&[], 1), Ok(Vec::new()));
    }

    #[test]
    fn when_nobody_finds_room_it_is_over() {
        assert_eq!(shifted(&[1, 2, 7], 0), Err(7));
    }
}
