package org.sealdesk.harness.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.harness.json.Json;

/** The audit log: one JSON object a line, only ever appended to. */
public final class AuditLog implements AuditSink {

    private final Path file;

    public AuditLog(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void record(Event event) {
        try {
            Files.writeString(
                    file,
                    Json.LINE.toJson(event) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException("audit log could not be written", e);
        }
    }

    /** All entries, oldest first. */
    public synchronized List<Event> events() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(line -> Json.LINE.fromJson(line, Event.class))
                .toList();
    }
}
