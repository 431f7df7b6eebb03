//! Decimal numbers as PostgreSQL sends them: groups of four digits and where the point stands.

use crate::value::Decimal;

const GROUP: u128 = 10_000;
const DIGITS_PER_GROUP: u32 = 4;
const POSITIVE: u16 = 0x0000;
const NEGATIVE: u16 = 0x4000;

/// Appends the number's eight bytes of head and two for each group.
pub(super) fn write(number: &Decimal, to: &mut Vec<u8>) {
    let scale = number.scale();
    // The point stands between two groups.
    let padding = (DIGITS_PER_GROUP - scale % DIGITS_PER_GROUP) % DIGITS_PER_GROUP;
    let mut left = number.coefficient().unsigned_abs() * 10_u128.pow(padding);
    let after_point = (scale + padding) / DIGITS_PER_GROUP;
    let mut groups = Vec::with_capacity(16);
    while left > 0 {
        groups.push((left % GROUP) as u16);
        left /= GROUP;
    }
    let sign = if number.coefficient() < 0 { NEGATIVE } else { POSITIVE };
    // Up to 16 groups, so all of these are small.
    let weight = groups.len() as i16 - after_point as i16 - 1;
    to.extend((groups.len() as u16).to_be_bytes());
    to.extend(weight.to_be_bytes());
    to.extend(sign.to_be_bytes());
    to.extend((scale as u16).to_be_bytes());
    groups.iter().rev().for_each(|group| to.extend(group.to_be_bytes()));
}

/// The number; `None` when it is none that a field can hold.
pub(super) fn read(bytes: &[u8]) -> Option<Decimal> {
    let word = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let (count, weight, sign) = (usize::from(word(0)?), word(2)? as i16, word(4)?);
    let mut coefficient: i128 = 0;
    for group in 0..count {
        coefficient = coefficient.checked_mul(GROUP as i128)?.checked_add(word(8 + 2 * group)?.into())?;
    }
    let mut scale = (i32::try_from(count).ok()? - 1 - i32::from(weight)) * DIGITS_PER_GROUP as i32;
    if coefficient == 0 {
        scale = 0;
    }
    while scale < 0 {
        coefficient = coefficient.checked_mul(10)?;
        scale += 1;
    }
    while scale > 0 && coefficient % 10 == 0 {
        coefficient /= 10;
        scale -= 1;
    }
    let coefficient = match sign {
        POSITIVE => coefficient,
        NEGATIVE => -coefficient,
        _ => return None,
    };
    Decimal::new(coefficient, u32::try_from(scale).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{read, write};
    use crate::value::Decimal;

    #[test]
    fn what_is_written_is_read() {
        let most = (1_i128 << 96) - 1;
        for coefficient in [0, 1, -1, 9_999, 10_000, 123_456_789, -100_000_000, most, -most] {
            for scale in 0..=28 {
                let number = Decimal::new(coefficient, scale).unwrap();
                let mut bytes = Vec::new();
                write(&number, &mut bytes);
                assert_eq!(read(&bytes), Some(number), "{coefficient} at {scale}");
            }
        }
    }

    #[test]
    fn what_no_field_can_hold_is_none() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[0, 0, 0, 0, 0xc0, 0, 0, 0]), None, "NaN");
        assert_eq!(read(&[0, 1, 0, 100, 0, 0, 0, 0, 0, 1]), None, "400 digits");
    }
}
