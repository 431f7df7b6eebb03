//! The type of the `rust_decimal` crate (feature `decimal`).

use super::{Comparable, Decimal, ListItem, StoreValue, Value, ValueError, ValueType};

impl StoreValue for rust_decimal::Decimal {
    type Inner = Self;
    type Arg<'a> = Self;
    const TYPE: ValueType = ValueType::Decimal;

    fn to_value(&self) -> Result<Value, ValueError> {
        Decimal::new(self.mantissa(), self.scale()).map(Value::Decimal)
    }

    fn arg_to_value(arg: Self) -> Result<Value, ValueError> {
        arg.to_value()
    }

    fn from_value(value: Value) -> Result<Self, ValueError> {
        match value {
            Value::Decimal(number) => Self::try_from_i128_with_scale(number.coefficient(), number.scale())
                .map_err(|_| ValueError::wrong_type()),
            _ => Err(ValueError::wrong_type()),
        }
    }
}

impl Comparable for rust_decimal::Decimal {}
impl ListItem for rust_decimal::Decimal {}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use crate::value::StoreValue;

    #[test]
    fn come_back_equal() {
        for text in ["0", "-0.0", "1.50", "-79228162514264337593543950335", "0.0000000000000000000000000001"]
        {
            let number: Decimal = text.parse().unwrap();
            assert_eq!(StoreValue::from_value(number.to_value().unwrap()), Ok(number), "{text}");
        }
    }
}
