//! A PostgreSQL server: to come.
