// #[derive(StoreValue)]
// #[store(rename_all = "kebab-case")]
// pub enum State {
//     InReview,
//     #[store(rename = "ok")]
//     Approved,
// }

#[automatically_derived]
impl ::storewright::__private::StoreValue for State {
    type Inner = Self;
    type Arg<'a> = &'a Self;
    const TYPE: ::storewright::__private::ValueType = ::storewright::__private::ValueType::Text;
    fn to_value(
        &self,
    ) -> ::storewright::__private::core::result::Result<
        ::storewright::__private::Value,
        ::storewright::__private::ValueError,
    > {
        ::storewright::__private::core::result::Result::Ok(
            ::storewright::__private::Value::Text(
                ::storewright::__private::core::convert::From::from(
                    match self {
                        Self::InReview => "in-review",
                        Self::Approved => "ok",
                    },
                ),
            ),
        )
    }
    fn arg_to_value(
        arg: &Self,
    ) -> ::storewright::__private::core::result::Result<
        ::storewright::__private::Value,
        ::storewright::__private::ValueError,
    > {
        ::storewright::__private::StoreValue::to_value(arg)
    }
    fn from_value(
        value: ::storewright::__private::Value,
    ) -> ::storewright::__private::core::result::Result<
        Self,
        ::storewright::__private::ValueError,
    > {
        match value {
            ::storewright::__private::Value::Text(text) => {
                match text.as_str() {
                    "in-review" => {
                        ::storewright::__private::core::result::Result::Ok(
                            Self::InReview,
                        )
                    }
                    "ok" => {
                        ::storewright::__private::core::result::Result::Ok(
                            Self::Approved,
                        )
                    }
                    _ => {
                        ::storewright::__private::core::result::Result::Err(
                            ::storewright::__private::ValueError::new(
                                "the text is no variant of `State`",
                            ),
                        )
                    }
                }
            }
            _ => {
                ::storewright::__private::core::result::Result::Err(
                    ::storewright::__private::ValueError::wrong_type(),
                )
            }
        }
    }
}
#[automatically_derived]
impl ::storewright::__private::Comparable for State {}
#[automatically_derived]
impl ::storewright::__private::ListItem for State {}
