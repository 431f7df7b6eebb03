//! The plugins of an engine in the order of their start, and their groups in the order of migration.

use super::state::State;
use super::{EngineError, Plugin};
use crate::store::group::check::{self, Given};
use crate::store::group::ordered;
use crate::store::{Group, StoreHandle};

pub(super) struct Lineup {
    plugins: Vec<Box<dyn Plugin>>,
    // Each with the name of the plugin that brings it.
    groups: Vec<(&'static str, Group)>,
}

impl Lineup {
    /// Brings plugins into their order, or says everything that keeps them from working together on this store.
    pub(super) fn new(plugins: Vec<Box<dyn Plugin>>, store: &StoreHandle) -> Result<Self, Vec<String>> {
        let groups = plugins.iter().enumerate().flat_map(|(position, plugin)| {
            plugin.groups().into_iter().map(move |group| Brought { plugin: position, group })
        });
        let groups: Vec<Brought> = groups.collect();
        let given = groups.iter().map(|Brought { plugin, group }| {
            // Without a name, there is nothing to call it by.
            let plugin = Some(plugins[*plugin].name()).filter(|name| !name.is_empty());
            Given { group, plugin }
        });
        let given: Vec<_> = given.collect();
        let mut mistakes = check_names(&plugins);
        let group_order = check::check(&store.known(), &given);
        let plugin_order = order(&plugins, &groups, &mut mistakes);
        match group_order {
            Ok(order) if mistakes.is_empty() => {
                let groups = order.iter().map(|&position| &groups[position]);
                let groups = groups.map(|by| (plugins[by.plugin].name(), by.group.clone())).collect();
                Ok(Self { plugins: sorted(plugins, &plugin_order), groups })
            }
            Ok(_) => Err(mistakes),
            Err(of_groups) => {
                mistakes.extend(of_groups);
                Err(mistakes)
            }
        }
    }

    /// In the order of their start.
    pub(super) fn plugins(&self) -> impl Iterator<Item = &dyn Plugin> {
        self.plugins.iter().map(|plugin| &**plugin)
    }

    /// In the order of migration, each with the name of its plugin.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&'static str, &Group)> {
        self.groups.iter().map(|(plugin, group)| (*plugin, group))
    }

    /// Starts the plugins; after a failure, stops those that were started.
    pub(super) async fn start(&self, state: &State, store: &StoreHandle) -> Result<(), EngineError> {
        for plugin in &self.plugins {
            // Before it is, so that one whose start is dropped half way will be stopped.
            state.add_running();
            if let Some(bound) = plugin.bound() {
                bound.set(store);
            }
            if let Err(source) = plugin.start(store).await {
                state.take_running();
                drop(Unbinding(&**plugin));
                // What the others say now isn't why the start failed.
                let _ = self.stop(state).await;
                return Err(EngineError::Plugin { name: plugin.name(), source });
            }
        }
        Ok(())
    }

    /// Stops the plugins that run, the last one first: all of them, whatever one of them says. Gives the first error.
    pub(super) async fn stop(&self, state: &State) -> Result<(), EngineError> {
        let mut stopped = Ok(());
        // Taken before it is stopped, so that one that hangs or panics isn't in the way of the next call.
        while let Some(plugin) = state.take_running().and_then(|position| self.plugins.get(position)) {
            // Whatever becomes of its stop.
            let _unbinding = Unbinding(&**plugin);
            if let Err(source) = plugin.stop().await {
                stopped = stopped.and(Err(EngineError::Plugin { name: plugin.name(), source }));
            }
        }
        stopped
    }
}

/// Takes the store away from a plugin when it is dropped.
struct Unbinding<'p>(&'p dyn Plugin);

impl Drop for Unbinding<'_> {
    fn drop(&mut self) {
        if let Some(bound) = self.0.bound() {
            bound.clear();
        }
    }
}

/// A group and the position of the plugin that brings it.
struct Brought {
    plugin: usize,
    group: Group,
}

fn check_names(plugins: &[Box<dyn Plugin>]) -> Vec<String> {
    let names: Vec<_> = plugins.iter().map(|plugin| plugin.name()).collect();
    let mut mistakes = Vec::new();
    for (position, &name) in names.iter().enumerate() {
        let count = names.iter().filter(|&&other| other == name).count();
        if name.is_empty() {
            mistakes.push("a plugin has no name".to_owned());
        } else if count > 1 && !names[..position].contains(&name) {
            mistakes.push(format!("{count} plugins are called `{name}`"));
        }
    }
    mistakes
}

/// The positions of the plugins, each after those whose groups its own come after.
fn order(plugins: &[Box<dyn Plugin>], groups: &[Brought], mistakes: &mut Vec<String>) -> Vec<usize> {
    let position = |name: &str| groups.iter().position(|by| by.group.name() == name);
    let before = |by: &Brought| by.group.dependencies().iter().filter_map(|&name| position(name)).collect();
    let (_, of_groups) = ordered(groups.len(), |group| before(&groups[group]));
    let (order, circles) = ordered(plugins.len(), |plugin| {
        let own = groups.iter().filter(|by| by.plugin == plugin);
        let others: Vec<usize> = own.flat_map(before).map(|group: usize| groups[group].plugin).collect();
        others.into_iter().filter(|&other| other != plugin).collect()
    });
    // If the groups themselves are in a circle, that is what is told.
    if of_groups.is_empty() {
        for circle in circles {
            let names: Vec<_> =
                circle.iter().chain(circle.first()).map(|&plugin| plugins[plugin].name()).collect();
            mistakes.push(format!("plugins come after each other in a circle: `{}`", names.join(" -> ")));
        }
    }
    order
}

fn sorted(plugins: Vec<Box<dyn Plugin>>, order: &[usize]) -> Vec<Box<dyn Plugin>> {
    let mut plugins: Vec<_> = plugins.into_iter().enumerate().collect();
    plugins.sort_by_key(|(position, _)| order.iter().position(|at| at == position));
    plugins.into_iter().map(|(_, plugin)| plugin).collect()
}
