use storewright::{Entity, Id, StoreEntity, StoreValue, composite_store};

macro_rules! entity {
    ($(#[$meta:meta])* $vis:vis struct $name:ident in $table:literal { $($(#[$field_meta:meta])* $field:ident: $ty:ty),* $(,)? }) => {
        #[derive(Debug, StoreEntity)]
        #[store(table = $table)]
        $(#[$meta])*
        $vis struct $name {
            #[store(id)]
            id: Id<$name>,
            $($(#[$field_meta])* $field: $ty,)*
        }
    };
}

macro_rules! referenced {
    ($name:ident, $table:expr, $column:ident -> $target:ident, $method:literal, $level:literal) => {
        #[derive(Debug, StoreEntity)]
        #[store(table = $table)]
        #[store(index($column, created_at desc), list = $method)]
        #[store(references($column -> $target, on_delete = cascade))]
        #[store(count = "count_between", filter($column, created_at > from, created_at < to))]
        #[store(count = "count_either", filter(any($column, created_at > from)))]
        #[store(unique($column), when($column != none, level == $level), name = "one_of_level", get = "get_of_level")]
        #[store(increment = "level_up", filter(id), add(level = $level), max = $level)]
        #[store(set_exclusive = "make_first", filter($column), flag(first))]
        #[store(through = "list_targets", via($column), order(name desc))]
        #[store(create_with = "create_with_target", with($target))]
        pub struct $name {
            #[store(id)]
            id: Id<$name>,
            $column: Option<Id<$target>>,
            #[store(default = $level)]
            level: i32,
            first: bool,
            created_at: storewright::Timestamp,
        }
    };
}

macro_rules! roles {
    ($name:ident: $($role:ident = $text:literal),*) => {
        #[derive(Debug, PartialEq, StoreValue)]
        pub enum $name { $(#[store(rename = $text)] $role),* }
    };
}

macro_rules! newtype {
    ($name:ident($ty:ty)) => {
        #[derive(Debug, PartialEq, StoreValue)]
        pub struct $name($ty);
    };
}

macro_rules! composite {
    ($name:ident: $($entity:ident),*) => {
        #[composite_store($($entity),*)]
        pub trait $name {}
    };
}

roles!(Role: Owner = "o", Member = "m");
newtype!(Slug(String));

entity! {
    #[store(unique(email))]
    pub struct User in "users" {
        email: String,
        #[store(unique)]
        name: Option<String>,
        role: Role,
        slug: Slug,
        tags: Vec<String>,
    }
}

referenced!(Session, "sessions", user_id -> User, "list_sessions_of", 3);

composite!(AuthStore: User, Session);

fn main() {
    assert_eq!(User::schema().table(), "users");
    assert_eq!(User::schema().indexes().len(), 2);
    assert_eq!(Session::schema().references()[0].target(), User::schema());
    let _ = UserFilter::new().filter(User::ROLE.eq(Role::Owner)).filter(User::SLUG.ne(Slug(String::new())));
}
