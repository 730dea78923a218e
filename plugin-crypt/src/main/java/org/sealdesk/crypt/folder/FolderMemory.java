package org.sealdesk.crypt.folder;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sealdesk.crypt.intake.ItemResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of folders beyond a restart, in one file of one JSON object a line. It is replaced as a whole, so a
 * process that ends in between leaves the one before: some files are then read again, which changes nothing. For one
 * thread at a time.
 */
final class FolderMemory {

    private static final Logger LOG = LoggerFactory.getLogger(FolderMemory.class);
    private static final String FILE = "files.jsonl";
    private static final String FORMAT = "crypt-folders-1";

    private final Optional<Path> directory;
    private final Map<Path, FileRecord> records = new TreeMap<>();
    private final Map<String, RetiredCertificate> retired = new TreeMap<>();
    private final Map<Path, String> identities = new TreeMap<>();
    private boolean changed;

    private FolderMemory(Optional<Path> directory) {
        this.directory = directory;
    }

    /** Of things that are seen once. */
    static FolderMemory none() {
        return new FolderMemory(Optional.empty());
    }

    /** A file that cannot be understood is set aside; everything is then read again and nothing counts as gone. */
    static FolderMemory load(Path directory) throws IOException {
        FolderMemory memory = new FolderMemory(Optional.of(directory));
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                memory.read(lines);
            } catch (JsonParseException
                    | IllegalStateException
                    | IllegalArgumentException
                    | NullPointerException
                    | DateTimeException
                    | java.nio.charset.CharacterCodingException e) {
                Path aside = directory.resolve(FILE + ".damaged");
                Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
                LOG.warn("{} was damaged and is now {}; the key folders are read anew", file, aside);
                return new FolderMemory(Optional.of(directory));
            }
        }
        return memory;
    }

    private void read(BufferedReader lines) throws IOException {
        String head = lines.readLine();
        if (head == null
                || !FORMAT.equals(JsonParser.parseString(head)
                        .getAsJsonObject()
                        .get("format")
                        .getAsString())) {
            throw new JsonParseException("another format");
        }
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            if (json.has("file")) {
                FileRecord record = record(json);
                records.put(record.path(), record);
            } else if (json.has("retired")) {
                String fingerprint = json.get("retired").getAsString();
                retired.put(
                        fingerprint,
                        new RetiredCertificate(
                                fingerprint,
                                Path.of(json.get("last").getAsString()),
                                Instant.parse(json.get("at").getAsString())));
            } else {
                identities.put(
                        Path.of(json.get("folder").getAsString()),
                        json.get("identity").getAsString());
            }
        }
    }

    private static FileRecord record(JsonObject json) {
        Set<String> certificates = new LinkedHashSet<>();
        json.getAsJsonArray("certificates").forEach(c -> certificates.add(c.getAsString()));
        return new FileRecord(
                Path.of(json.get("file").getAsString()),
                Path.of(json.get("in").getAsString()),
                new FileStamp(json.get("size").getAsLong(), json.get("modified").getAsLong()),
                json.get("passphrase").getAsLong(),
                json.get("sha256").getAsString(),
                certificates,
                ItemResult.valueOf(json.get("result").getAsString()),
                json.get("code").getAsString(),
                json.get("reason").getAsString(),
                json.get("name").getAsString());
    }

    private static JsonObject json(FileRecord record) {
        JsonObject json = new JsonObject();
        json.addProperty("file", record.path().toString());
        json.addProperty("in", record.folder().toString());
        json.addProperty("size", record.stamp().size());
        json.addProperty("modified", record.stamp().modified());
        json.addProperty("passphrase", record.passphraseModified());
        json.addProperty("sha256", record.digest());
        JsonArray certificates = new JsonArray();
        record.certificates().stream().sorted().forEach(certificates::add);
        json.add("certificates", certificates);
        json.addProperty("result", record.result().name());
        json.addProperty("code", record.code());
        json.addProperty("reason", record.reason());
        json.addProperty("name", record.name());
        return json;
    }

    private static JsonObject json(RetiredCertificate certificate) {
        JsonObject json = new JsonObject();
        json.addProperty("retired", certificate.fingerprint());
        json.addProperty("last", certificate.lastFile().toString());
        json.addProperty("at", certificate.at().toString());
        return json;
    }

    /** Durable when it returns; does nothing if nothing changed. */
    void save() throws IOException {
        if (changed && directory.isPresent()) {
            save(directory.get());
            changed = false;
        }
    }

    private void save(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path half = directory.resolve(FILE + ".half");
        try (BufferedWriter out = Files.newBufferedWriter(half, StandardCharsets.UTF_8)) {
            JsonObject head = new JsonObject();
            head.addProperty("format", FORMAT);
            out.append(head.toString()).append('\n');
            for (Map.Entry<Path, String> identity : identities.entrySet()) {
                JsonObject json = new JsonObject();
                json.addProperty("folder", identity.getKey().toString());
                json.addProperty("identity", identity.getValue());
                out.append(json.toString()).append('\n');
            }
            for (FileRecord record : records.values()) {
                out.append(json(record).toString()).append('\n');
            }
            for (RetiredCertificate certificate : retired.values()) {
                out.append(json(certificate).toString()).append('\n');
            }
        }
        try (FileChannel channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(half, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Map<Path, FileRecord> records() {
        return records;
    }

    Map<String, RetiredCertificate> retired() {
        return retired;
    }

    /** Identity of a folder when it last had files; empty if unknown. */
    String identity(Path folder) {
        return identities.getOrDefault(folder, "");
    }

    void identity(Path folder, String identity) {
        changed |= !identity.equals(identities.put(folder, identity));
    }

    void put(FileRecord record) {
        changed |= !record.equals(records.put(record.path(), record));
    }

    void forget(Path file) {
        changed |= records.remove(file) != null;
    }

    void putRetired(RetiredCertificate certificate) {
        changed = true;
        retired.put(certificate.fingerprint(), certificate);
    }

    void forgetRetired(String fingerprint) {
        changed |= retired.remove(fingerprint) != null;
    }
}
