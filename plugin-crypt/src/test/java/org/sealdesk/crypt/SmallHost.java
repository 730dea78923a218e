package org.sealdesk.crypt;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.ApiVersion;
import org.sealdesk.api.Problem;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.api.host.Directory;
import org.sealdesk.api.host.Notices;
import org.sealdesk.api.host.PluginHost;
import org.sealdesk.api.host.Reprocessor;
import org.sealdesk.api.host.Scheduler;
import org.sealdesk.api.host.Scope;
import org.sealdesk.api.host.SecretStore;
import org.sealdesk.api.host.Settings;

/** A host for the plugin as a whole: values in memory, data in a directory of the test's. */
final class SmallHost implements PluginHost, Settings, SecretStore, Directory {

    final List<AuditSink.Event> audited = new ArrayList<>();
    final List<Problem> raised = new ArrayList<>();
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, byte[]> secrets = new HashMap<>();
    private final Path data;
    private final InstantSource clock;

    SmallHost(Path data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    SmallHost with(String setting, String value) {
        values.put(setting, value);
        return this;
    }

    @Override
    public String apiVersion() {
        return ApiVersion.CURRENT;
    }

    @Override
    public boolean supports(String capability) {
        return false;
    }

    @Override
    public Path dataDir() {
        return data;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Settings settings() {
        return this;
    }

    @Override
    public SecretStore secrets() {
        return this;
    }

    @Override
    public Directory directory() {
        return this;
    }

    @Override
    public AuditSink audit() {
        return audited::add;
    }

    @Override
    public Notices notices() {
        return problems -> {
            raised.clear();
            raised.addAll(problems);
        };
    }

    @Override
    public Scheduler scheduler() {
        return (name, delay, work) -> work.run();
    }

    @Override
    public Reprocessor reprocessor() {
        return ids -> {};
    }

    @Override
    public Optional<String> get(Scope scope, String name) {
        return Optional.ofNullable(all(scope).get(name));
    }

    @Override
    public Map<String, String> all(Scope scope) {
        return scope.equals(Scope.GLOBAL) ? values : Map.of();
    }

    @Override
    public List<Scope> scopes(Scope.Kind kind) {
        return List.of();
    }

    @Override
    public void change(Scope scope, Map<String, Optional<String>> changes, String actor) {
        changes.forEach((name, value) -> value.ifPresentOrElse(v -> values.put(name, v), () -> values.remove(name)));
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
    }

    @Override
    public void write(String name, byte[] secret) {
        secrets.put(name, secret.clone());
    }

    @Override
    public List<Queue> queues() {
        return List.of();
    }

    @Override
    public Optional<Queue> queue(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Contact> contact(String address) {
        return Optional.empty();
    }
}
