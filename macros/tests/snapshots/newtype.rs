// #[derive(StoreValue)]
// pub struct Slug(String);

#[automatically_derived]
impl ::storewright::__private::StoreValue for Slug {
    type Inner = Self;
    type Arg<'a> = &'a Self;
    const TYPE: ::storewright::__private::ValueType = <String as ::storewright::__private::StoreValue>::TYPE;
    fn to_value(
        &self,
    ) -> ::storewright::__private::core::result::Result<
        ::storewright::__private::Value,
        ::storewright::__private::ValueError,
    > {
        <String as ::storewright::__private::StoreValue>::to_value(&self.0)
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
        ::storewright::__private::core::result::Result::map(
            <String as ::storewright::__private::StoreValue>::from_value(value),
            |inside| Self { 0: inside },
        )
    }
}
#[automatically_derived]
impl ::storewright::__private::Comparable for Slug
where
    for<'a> String: ::storewright::__private::Comparable,
{}
#[automatically_derived]
impl ::storewright::__private::TextValue for Slug
where
    for<'a> String: ::storewright::__private::TextValue,
{}
#[automatically_derived]
impl ::storewright::__private::ListItem for Slug
where
    for<'a> String: ::storewright::__private::ListItem,
{}
const _: () = if <String as ::storewright::__private::StoreValue>::NULLABLE {
    ::storewright::__private::core::panic!(
        "a newtype can't hold an `Option`; use `Option<Slug>` where it is missing"
    )
};
