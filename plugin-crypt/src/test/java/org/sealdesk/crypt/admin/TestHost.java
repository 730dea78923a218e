package org.sealdesk.crypt.admin;

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

/** A host in memory. */
final class TestHost implements PluginHost {

    final List<AuditSink.Event> audited = new ArrayList<>();
    final List<Problem> raised = new ArrayList<>();
    final List<Directory.Queue> queues = new ArrayList<>();
    private final Map<Scope, Map<String, String>> values = new HashMap<>();
    private final InstantSource clock;

    TestHost(InstantSource clock) {
        this.clock = clock;
    }

    void set(String name, String value) {
        settings().change(Scope.GLOBAL, Map.of(name, Optional.of(value)), "test");
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
        throw new UnsupportedOperationException("pages touch no files of the plugin");
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Settings settings() {
        return new Settings() {
            @Override
            public Optional<String> get(Scope scope, String name) {
                return Optional.ofNullable(all(scope).get(name));
            }

            @Override
            public Map<String, String> all(Scope scope) {
                return values.getOrDefault(scope, Map.of());
            }

            @Override
            public List<Scope> scopes(Scope.Kind kind) {
                return values.keySet().stream().filter(s -> s.kind() == kind).toList();
            }

            @Override
            public void change(Scope scope, Map<String, Optional<String>> changes, String actor) {
                Map<String, String> of = values.computeIfAbsent(scope, s -> new HashMap<>());
                changes.forEach((name, value) -> value.ifPresentOrElse(v -> of.put(name, v), () -> of.remove(name)));
            }
        };
    }

    @Override
    public SecretStore secrets() {
        throw new UnsupportedOperationException("pages keep no secrets themselves");
    }

    @Override
    public Directory directory() {
        return new Directory() {
            @Override
            public List<Queue> queues() {
                return List.copyOf(queues);
            }

            @Override
            public Optional<Queue> queue(String id) {
                return queues.stream().filter(q -> q.id().equals(id)).findFirst();
            }

            @Override
            public Optional<Contact> contact(String address) {
                return Optional.empty();
            }
        };
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
        throw new UnsupportedOperationException("pages schedule nothing");
    }

    @Override
    public Reprocessor reprocessor() {
        throw new UnsupportedOperationException("pages ask the plugin, not the host, to reprocess");
    }
}
