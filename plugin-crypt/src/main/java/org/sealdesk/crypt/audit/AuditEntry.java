package org.sealdesk.crypt.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.sealdesk.crypt.key.AuditHead;
import org.sealdesk.crypt.octets.Octets;

/**
 * One line of the log.
 *
 * @param sequence from 1, without gaps
 * @param previous SHA-256 of the line before, without its line end; zeros before the first
 */
public record AuditEntry(long sequence, Instant at, String who, AuditEvent event, String reason, Octets previous) {

    private static final int SHA256_OCTETS = 32;

    /** @return without a line end, which JSON escapes in texts */
    byte[] line() {
        JsonObject json = json();
        json.addProperty("prev", previous.hex());
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** For people and scripts; {@code prev} is of the file only. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("seq", sequence);
        json.addProperty("at", at.toString());
        json.addProperty("who", who);
        json.addProperty("what", event.action());
        json.addProperty("key", event.subject());
        json.addProperty("before", event.before());
        json.addProperty("after", event.after());
        json.addProperty("reason", reason);
        json.addProperty("outcome", event.outcome());
        return json;
    }

    AuditHead head() {
        return head(sequence, line());
    }

    static AuditHead head(long sequence, byte[] line) {
        try {
            return new AuditHead(
                    sequence, Octets.of(MessageDigest.getInstance("SHA-256").digest(line)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** @return empty if the line is no entry */
    static Optional<AuditEntry> parse(byte[] line) {
        try {
            JsonElement parsed = JsonParser.parseString(new String(line, StandardCharsets.UTF_8));
            if (!parsed.isJsonObject()) {
                return Optional.empty();
            }
            JsonObject json = parsed.getAsJsonObject();
            Octets previous = Octets.ofHex(text(json, "prev"));
            long sequence = Long.parseLong(text(json, "seq"));
            if (previous.size() != SHA256_OCTETS || sequence < 1) {
                return Optional.empty();
            }
            AuditEvent event = new AuditEvent(
                    text(json, "what"),
                    text(json, "key"),
                    text(json, "before"),
                    text(json, "after"),
                    text(json, "outcome"));
            return Optional.of(new AuditEntry(
                    sequence,
                    Instant.parse(text(json, "at")),
                    text(json, "who"),
                    event,
                    text(json, "reason"),
                    previous));
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException("an entry without " + name);
        }
        return value.getAsString();
    }
}
