use servers::Engine;

macro_rules! faults {
    ($($name:ident,)*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            if !Engine::Postgres.is_skipped() {
                servers::$name(Engine::Postgres).await;
            }
        })*
    };
}

faults! {
    a_cut_between_answer_and_call,
    a_cut_call,
    a_cut_read_is_done_again,
    a_cut_transaction,
    a_full_pool_is_busy,
    a_restart_is_not_noticed,
    a_row_that_is_held_is_busy,
    a_silent_server,
    a_silent_transaction,
    a_stopped_server_is_told_at_once,
    callers_give_up_on_a_silent_server,
    connections_ended_while_busy,
    connections_ended_while_idle,
    deadlocks_lose_nothing,
    nobody_answers_who_connects,
    nothing_is_lost_by_crashes,
    of_two_that_skew_one_sees_the_other,
    pings_and_closes_end,
    places_that_are_no_server,
}
