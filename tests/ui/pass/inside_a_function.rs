use storewright::{Entity, composite_store};

fn main() {
    use storewright::{Id, StoreEntity, StoreValue};

    #[derive(Debug, StoreValue)]
    enum Role {
        Owner,
        Member,
    }

    #[derive(Debug, StoreEntity)]
    #[store(table = "apps")]
    struct App {
        #[store(id)]
        id: Id<App>,
    }

    #[derive(Debug, StoreEntity)]
    #[store(table = "users")]
    #[store(references(app_id -> App, on_delete = cascade))]
    #[store(list = "list_owners", filter(role == Role::Owner))]
    struct User {
        #[store(id)]
        id: Id<User>,
        app_id: Id<App>,
        role: Role,
    }

    #[composite_store(App, User)]
    trait AuthStore {}

    let app = App { id: Id::new() };
    let user = User { id: Id::new(), app_id: app.id, role: Role::Member };
    assert!(!matches!(user.role, Role::Owner));
    assert_ne!(user.id.uuid(), user.app_id.uuid());
    assert_eq!(User::schema().references()[0].target(), App::schema());
    let _ = UserFilter::new().filter(User::APP_ID.eq(app.id));
}
