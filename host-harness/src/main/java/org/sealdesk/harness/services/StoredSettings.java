package org.sealdesk.harness.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sealdesk.api.host.Scope;
import org.sealdesk.api.host.Settings;
import org.sealdesk.harness.json.Json;

/** Settings in one JSON file, replaced as a whole with each change; or in memory only. */
public final class StoredSettings implements Settings {

    private final Optional<Path> file;
    private volatile Map<String, Map<String, String>> values;

    private StoredSettings(Optional<Path> file, Map<String, Map<String, String>> values) {
        this.file = file;
        this.values = values;
    }

    public static StoredSettings inMemory() {
        return new StoredSettings(Optional.empty(), Map.of());
    }

    public static StoredSettings in(Path file) throws IOException {
        Map<String, Map<String, String>> values =
                Files.exists(file) ? Json.read(file, Content.class).scopes() : Map.of();
        return new StoredSettings(Optional.of(file), values);
    }

    private record Content(Map<String, Map<String, String>> scopes) {}

    @Override
    public Optional<String> get(Scope scope, String name) {
        return Optional.ofNullable(all(scope).get(name));
    }

    @Override
    public Map<String, String> all(Scope scope) {
        return Map.copyOf(values.getOrDefault(key(scope), Map.of()));
    }

    @Override
    public List<Scope> scopes(Scope.Kind kind) {
        String prefix = kind.name() + ":";
        return values.keySet().stream()
                .filter(k -> k.startsWith(prefix))
                .map(k -> new Scope(kind, k.substring(prefix.length())))
                .toList();
    }

    @Override
    public synchronized void change(Scope scope, Map<String, Optional<String>> changes, String actor) {
        Map<String, Map<String, String>> next = new TreeMap<>(values);
        Map<String, String> inScope = new LinkedHashMap<>(next.getOrDefault(key(scope), Map.of()));
        changes.forEach((name, value) -> value.ifPresentOrElse(v -> inScope.put(name, v), () -> inScope.remove(name)));
        if (inScope.isEmpty()) {
            next.remove(key(scope));
        } else {
            next.put(key(scope), inScope);
        }
        if (file.isPresent()) {
            try {
                Json.write(file.get(), new Content(next));
            } catch (IOException e) {
                throw new UncheckedIOException("settings could not be written", e);
            }
        }
        values = next;
    }

    private static String key(Scope scope) {
        return scope.kind().name() + ":" + scope.name();
    }
}
