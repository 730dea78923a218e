package org.sealdesk.crypt.octets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Content that is digested once, however often it is signed and verified. Only for octets that nobody can change: what a
 * digest remembers is not read again.
 */
public final class Digested extends Content {

    private static final int MAX_BUFFER_OCTETS = 64 * 1024;

    private final Content content;
    private final Map<String, MessageDigest> states = new ConcurrentHashMap<>();

    private Digested(Content content) {
        this.content = content;
    }

    /** The content itself if it is not held in memory: it might change between two readings. */
    public static Content of(Content content) {
        return content.isHeld() ? new Digested(content) : content;
    }

    /**
     * Feeds all octets of a content to a digest.
     *
     * @param fresh fed with nothing yet
     * @return the same digest, or another one in the state it would be in
     */
    public static MessageDigest feed(Content content, MessageDigest fresh) throws IOException {
        return content instanceof Digested digested ? digested.feed(fresh) : read(content, fresh);
    }

    private MessageDigest feed(MessageDigest fresh) throws IOException {
        MessageDigest state = states.get(fresh.getAlgorithm());
        if (state != null) {
            Optional<MessageDigest> again = copy(state);
            return again.isPresent() ? again.get() : read(content, fresh);
        }
        MessageDigest fed = read(content, fresh);
        copy(fed).ifPresent(c -> states.put(fresh.getAlgorithm(), c));
        return fed;
    }

    /** Empty if the host's provider makes digests that cannot be copied. */
    private static Optional<MessageDigest> copy(MessageDigest state) {
        try {
            return Optional.of((MessageDigest) state.clone());
        } catch (CloneNotSupportedException e) {
            return Optional.empty();
        }
    }

    private static MessageDigest read(Content content, MessageDigest digest) throws IOException {
        if (content.isHeld()) {
            try (InputStream in = content.open()) {
                in.transferTo(new DigestOutput(digest));
            }
            return digest;
        }
        byte[] chunk = new byte[content.bufferOctets(MAX_BUFFER_OCTETS)];
        try (InputStream in = content.open()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
        }
        return digest;
    }

    /** Octets in memory come from where they are, in calls short enough to be compiled soon. */
    private static final class DigestOutput extends OutputStream {
        private final MessageDigest digest;

        DigestOutput(MessageDigest digest) {
            this.digest = digest;
        }

        @Override
        public void write(int octet) {
            digest.update((byte) octet);
        }

        @Override
        public void write(byte[] octets, int from, int length) {
            int end = from + length;
            for (int i = from; i < end; i += MAX_BUFFER_OCTETS) {
                digest.update(octets, i, Math.min(MAX_BUFFER_OCTETS, end - i));
            }
        }
    }

    @Override
    Content original() {
        return content;
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        return content.open(from, to);
    }

    @Override
    public Content slice(long from, long to) {
        return content.slice(from, to);
    }
}
