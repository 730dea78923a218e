package org.sealdesk.crypt.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sealdesk.api.host.Reprocessor;
import org.sealdesk.api.mail.IncomingMail;
import org.sealdesk.api.mail.ReceiveDecision;
import org.sealdesk.api.mail.SecurityReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the mails that lack a key, beyond a restart, and asks the host for them again when keys have come or changed.
 * One small file a mail holds its id and nothing of the mail; a file that is lost costs a click on "Try again".
 */
public final class WaitingMails {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingMails.class);

    /** Host ids are short; whatever is longer was not written here. */
    private static final long MAX_ID_OCTETS = 4096;

    private final Path directory;
    private final Reprocessor reprocessor;

    /** @param directory made when the first mail waits */
    public WaitingMails(Path directory, Reprocessor reprocessor) {
        this.directory = directory;
        this.reprocessor = reprocessor;
    }

    /** Notes whether the mail lacks a key by the decision on it, which is handed back as it is. */
    public ReceiveDecision noted(IncomingMail mail, ReceiveDecision decision) {
        Path file = directory.resolve(name(mail.id()));
        boolean waits = report(decision).filter(r -> !r.missingKeys().isEmpty()).isPresent();
        try {
            if (!waits) {
                Files.deleteIfExists(file);
            } else if (!Files.exists(file)) {
                write(file, mail.id());
            }
        } catch (IOException e) {
            LOG.warn("mail {} will not be tried again by itself: {}", mail.id(), e.toString());
        }
        return decision;
    }

    private static Optional<SecurityReport> report(ReceiveDecision decision) {
        if (decision instanceof ReceiveDecision.Annotate annotate) {
            return Optional.of(annotate.report());
        }
        return decision instanceof ReceiveDecision.Replace replace ? Optional.of(replace.report()) : Optional.empty();
    }

    /** Renamed into place, so that a half-written id is never read. */
    private void write(Path file, String id) throws IOException {
        Files.createDirectories(directory);
        Path half = Files.createTempFile(directory, "half", ".tmp");
        Files.writeString(half, id);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How many lack a key now. */
    public int count() {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return (int) files.filter(f -> !f.toString().endsWith(".tmp")).count();
        } catch (IOException e) {
            LOG.warn("waiting mails cannot be counted: {}", e.toString());
            return 0;
        }
    }

    /** Asks for all of them: which key helps which mail is for the hook to find out. */
    public void tryAgain() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<String> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> !f.toString().endsWith(".tmp")).toList()) {
                if (Files.size(file) <= MAX_ID_OCTETS) {
                    ids.add(Files.readString(file));
                }
            }
        } catch (IOException e) {
            LOG.warn("waiting mails cannot be listed: {}", e.toString());
        }
        if (!ids.isEmpty()) {
            reprocessor.request(ids);
        }
    }

    /** Ids are the host's: they need not be file names. */
    private static String name(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
