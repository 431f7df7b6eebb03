//! The 26 digits of a TypeID: 128 bits in Crockford's alphabet, lower case, most significant first.

/// How many digits 128 bits have.
pub(super) const LENGTH: usize = 26;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Appends the digits of `bits`.
pub(super) fn push(text: &mut String, bits: u128) {
    for position in (0..LENGTH).rev() {
        let digit = (bits >> (5 * position)) & 31;
        text.push(char::from(DIGITS[digit as usize]));
    }
}

/// The bits that `text` stands for; `None` unless it is exactly what [`push`] writes.
pub(super) fn parse(text: &str) -> Option<u128> {
    // 26 digits hold 130 bits: the first may only be 0 to 7.
    if text.len() != LENGTH || text.as_bytes()[0] > b'7' {
        return None;
    }
    text.bytes().try_fold(0_u128, |bits, byte| {
        let digit = DECODED[usize::from(byte)];
        (digit < 32).then(|| bits << 5 | u128::from(digit))
    })
}

/// The digit that each byte stands for, 255 for none.
const DECODED: [u8; 256] = {
    let mut table = [255; 256];
    let mut digit = 0;
    while digit < DIGITS.len() {
        table[DIGITS[digit] as usize] = digit as u8;
        digit += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::{parse, push};

    fn digits(bits: u128) -> String {
        let mut text = String::new();
        push(&mut text, bits);
        text
    }

    #[test]
    fn writes_the_vectors_of_the_specification() {
        assert_eq!(digits(0), "00000000000000000000000000");
        assert_eq!(digits(32), "00000000000000000000000010");
        assert_eq!(digits(u128::MAX), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
        assert_eq!(digits(0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881), "01h2xcejqtf2nbrexx3vqjhp41");
    }

    #[test]
    fn reads_what_it_writes_and_nothing_else() {
        for bits in [0, 1, 31, 32, u128::MAX, 0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881] {
            assert_eq!(parse(&digits(bits)), Some(bits));
        }
        for wrong in [
            "",
            "0",
            "8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "0000000000000000000000000u",
            "0000000000000000000000000O",
            "0000000000000000000000000é",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
