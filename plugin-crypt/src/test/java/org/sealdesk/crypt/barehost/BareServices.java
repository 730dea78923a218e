package org.sealdesk.crypt.barehost;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
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

/** The services of {@link BareHost}: settings and secrets in memory, kept for all rounds. */
final class BareServices implements PluginHost, Settings, SecretStore, Directory {

    private static final Map<String, byte[]> SECRETS = new HashMap<>();
    private static final Map<String, String> SETTINGS = new HashMap<>(Map.of("PGP", "1", "SMIME", "1"));

    private final Path work;

    BareServices(Path work) {
        this.work = work;
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
        return work.resolve("data");
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
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
        return event -> {};
    }

    @Override
    public Notices notices() {
        return new Notices() {
            @Override
            public void replaceAll(List<Problem> problems) {}
        };
    }

    @Override
    public Scheduler scheduler() {
        return new Scheduler() {
            @Override
            public void once(String name, Duration delay, Runnable task) {}
        };
    }

    @Override
    public Reprocessor reprocessor() {
        return new Reprocessor() {
            @Override
            public void request(Collection<String> mailIds) {}
        };
    }

    @Override
    public Optional<String> get(Scope scope, String name) {
        return scope.equals(Scope.GLOBAL) ? Optional.ofNullable(SETTINGS.get(name)) : Optional.empty();
    }

    @Override
    public Map<String, String> all(Scope scope) {
        return scope.equals(Scope.GLOBAL) ? Map.copyOf(SETTINGS) : Map.of();
    }

    @Override
    public List<Scope> scopes(Scope.Kind kind) {
        return kind == Scope.Kind.GLOBAL ? List.of(Scope.GLOBAL) : List.of();
    }

    @Override
    public void change(Scope scope, Map<String, Optional<String>> changes, String actor) {
        changes.forEach(
                (name, value) -> value.ifPresentOrElse(v -> SETTINGS.put(name, v), () -> SETTINGS.remove(name)));
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(SECRETS.get(name)).map(byte[]::clone);
    }

    @Override
    public void write(String name, byte[] secret) {
        SECRETS.put(name, secret.clone());
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
