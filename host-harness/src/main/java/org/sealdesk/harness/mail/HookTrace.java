package org.sealdesk.harness.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.sealdesk.api.mail.MailContent;

/** The last hook calls: sizes and digests, never content. */
public final class HookTrace {

    private static final int MAX_STEPS = 200;

    private final Deque<Step> steps = new ArrayDeque<>();

    /**
     * @param decision simple name of the answer, or what failed
     * @param before size and digest of what the hook was given
     * @param after size and digest of what it made of it
     */
    public record Step(
            Instant at,
            String mailId,
            String hook,
            String phase,
            long millis,
            String decision,
            String before,
            String after) {}

    public synchronized void add(Step step) {
        steps.addFirst(step);
        if (steps.size() > MAX_STEPS) {
            steps.removeLast();
        }
    }

    /** Newest first. */
    public synchronized List<Step> steps() {
        return new ArrayList<>(steps);
    }

    /** Size and the beginning of the SHA-256. */
    public static String fingerprint(MailContent content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(content.open(), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return content.size() + " B " + HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (IOException | RuntimeException e) {
            return "unreadable";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
