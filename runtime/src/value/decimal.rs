use std::cmp::Ordering;
use std::fmt;

use super::ValueError;

/// A decimal number: `coefficient / 10^scale`, with a coefficient of up to 96 bits and a scale of up to 28.
///
/// It is the erased form; fields use the type of the `rust_decimal` crate (feature `decimal`). Trailing zeros are
/// dropped when it is made, so that equal numbers are equal values.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    // Split up so that a `Value` stays at 24 bytes.
    low: u64,
    high: u32,
    scale: u8,
    negative: bool,
}

/// Digits before and after the point in [`Decimal::to_sortable_text`]: 2^96 has 29 digits, the scale is at most 28.
const WHOLE_DIGITS: usize = 29;
const FRACTION_DIGITS: usize = 28;

impl Decimal {
    /// The number `coefficient / 10^scale`.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when the coefficient needs more than 96 bits or the scale is over 28.
    pub fn new(coefficient: i128, scale: u32) -> Result<Self, ValueError> {
        let too_long = || ValueError::new("the decimal number has more than 28 digits");
        let mut scale = u8::try_from(scale).map_err(|_| too_long())?;
        let mut digits = coefficient.unsigned_abs();
        if usize::from(scale) > FRACTION_DIGITS || digits >> 96 != 0 {
            return Err(too_long());
        }
        while scale > 0 && digits.is_multiple_of(10) {
            digits /= 10;
            scale -= 1;
        }
        // Both fit: the coefficient was checked for 96 bits above.
        let low = (digits & u128::from(u64::MAX)) as u64;
        let high = (digits >> 64) as u32;
        Ok(Self { low, high, scale, negative: coefficient < 0 })
    }

    /// The digits as one integer with the sign.
    #[must_use]
    pub fn coefficient(&self) -> i128 {
        let digits = (i128::from(self.high) << 64) | i128::from(self.low);
        if self.negative { -digits } else { digits }
    }

    /// How many of the digits stand after the point.
    #[must_use]
    pub const fn scale(&self) -> u32 {
        self.scale as u32
    }

    /// Text of a fixed length whose bytes sort as the numbers do, for databases without a decimal type that sorts.
    ///
    /// A positive number is `1` and its digits around the point; a negative one is `0` and each digit's complement to nine.
    #[must_use]
    pub fn to_sortable_text(&self) -> String {
        let digits =
            format!("{:0>width$}", self.coefficient().unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.scale));
        let padded = format!("{whole:0>WHOLE_DIGITS$}.{fraction:0<FRACTION_DIGITS$}");
        if self.negative {
            let complement =
                |digit: char| digit.to_digit(10).map_or(digit, |digit| char::from(b'9' - digit as u8));
            std::iter::once('0').chain(padded.chars().map(complement)).collect()
        } else {
            format!("1{padded}")
        }
    }

    /// The number whose [`to_sortable_text`](Self::to_sortable_text) this is.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when it is no such text.
    pub fn from_sortable_text(text: &str) -> Result<Self, ValueError> {
        let wrong = || ValueError::new("the stored text is not a decimal number");
        let digits = text.as_bytes();
        let (&sign, digits) = digits.split_first().ok_or_else(wrong)?;
        let negative = match sign {
            b'0' => true,
            b'1' => false,
            _ => return Err(wrong()),
        };
        if digits.len() != WHOLE_DIGITS + 1 + FRACTION_DIGITS || digits[WHOLE_DIGITS] != b'.' {
            return Err(wrong());
        }
        let plain = |byte: u8| if negative { b'9'.wrapping_sub(byte) } else { byte.wrapping_sub(b'0') };
        let (whole, fraction) = (&digits[..WHOLE_DIGITS], &digits[WHOLE_DIGITS + 1..]);
        let last = fraction.iter().rposition(|&byte| plain(byte) != 0).map_or(0, |last| last + 1);
        let mut coefficient = 0_i128;
        for &byte in whole.iter().chain(&fraction[..last]) {
            let digit = plain(byte);
            if digit > 9 {
                return Err(wrong());
            }
            coefficient = coefficient
                .checked_mul(10)
                .and_then(|so_far| so_far.checked_add(i128::from(digit)))
                .ok_or_else(wrong)?;
        }
        let scale = u32::try_from(last).map_err(|_| wrong())?;
        Self::new(if negative { -coefficient } else { coefficient }, scale)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.coefficient(), other.coefficient());
        if a.signum() != b.signum() || self.scale == other.scale {
            return a.cmp(&b);
        }
        // The one with fewer digits after the point is brought to the other's scale; one that grows past 128 bits is
        // the larger in magnitude.
        let raised = |coefficient: i128, by: u8| coefficient.checked_mul(10_i128.checked_pow(u32::from(by))?);
        if self.scale < other.scale {
            raised(a, other.scale - self.scale).map_or_else(|| a.cmp(&0), |a| a.cmp(&b))
        } else {
            raised(b, self.scale - other.scale).map_or_else(|| 0.cmp(&b), |b| a.cmp(&b))
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decimal(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    const MAX: i128 = (1 << 96) - 1;

    fn numbers() -> Vec<Decimal> {
        // In ascending order.
        [
            (-MAX, 0),
            (-MAX, 1),
            (-1_000, 0),
            (-15, 1),
            (-1, 0),
            (-9, 1),
            (-MAX, 28),
            (-1, 28),
            (0, 0),
            (1, 28),
            (2, 28),
            (9, 1),
            (1, 0),
            (15, 1),
            (MAX, 28),
            (1_000, 0),
            (MAX, 1),
            (MAX, 0),
        ]
        .into_iter()
        .map(|(coefficient, scale)| Decimal::new(coefficient, scale).unwrap())
        .filter(|number| number.coefficient() != -MAX || number.scale() != 28)
        .collect()
    }

    #[test]
    fn sorts_by_value_and_so_does_its_text() {
        let numbers = numbers();
        let texts: Vec<_> = numbers.iter().map(Decimal::to_sortable_text).collect();
        assert!(numbers.is_sorted() && texts.is_sorted());
        for (number, text) in numbers.iter().zip(&texts) {
            assert!(Decimal::from_sortable_text(text).unwrap() == *number);
        }
    }

    #[test]
    fn equal_numbers_are_equal_values() {
        assert!(Decimal::new(150, 2).unwrap() == Decimal::new(15, 1).unwrap());
        assert!(Decimal::new(0, 5).unwrap() == Decimal::new(0, 0).unwrap());
    }

    #[test]
    fn refuses_what_has_too_many_digits() {
        assert!(Decimal::new(MAX + 1, 0).is_err());
        assert!(Decimal::new(1, 29).is_err());
        for text in ["", "1", "2000", "10.5", &"1".repeat(59)] {
            assert!(Decimal::from_sortable_text(text).is_err(), "{text}");
        }
    }
}
