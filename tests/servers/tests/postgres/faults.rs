use servers::Engine;

servers::faults!(Engine::Postgres);
