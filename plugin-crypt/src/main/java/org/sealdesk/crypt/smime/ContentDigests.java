package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Digested;
import org.sealdesk.crypt.octets.Octets;

/** Digests of one content, all in one pass. */
final class ContentDigests {

    private final Map<DigestAlgorithm, Octets> values = new EnumMap<>(DigestAlgorithm.class);

    private ContentDigests(Map<DigestAlgorithm, MessageDigest> fed) {
        fed.forEach((d, engine) -> values.put(d, Octets.of(engine.digest())));
    }

    static ContentDigests of(Content content, Collection<DigestAlgorithm> wanted, Jca jca) throws IOException {
        Map<DigestAlgorithm, MessageDigest> engines = new EnumMap<>(DigestAlgorithm.class);
        for (DigestAlgorithm d : wanted) {
            try {
                engines.put(d, jca.digest(d));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no provider for " + d.policyName(), e);
            }
        }
        if (engines.size() == 1) {
            // The usual case, and perhaps digested before.
            Map.Entry<DigestAlgorithm, MessageDigest> only =
                    engines.entrySet().iterator().next();
            only.setValue(Digested.feed(content, only.getValue()));
            return new ContentDigests(engines);
        }
        byte[] chunk = new byte[content.bufferOctets(CmsContent.CHUNK_OCTETS)];
        try (InputStream in = content.open()) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                for (MessageDigest engine : engines.values()) {
                    engine.update(chunk, 0, n);
                }
            }
        }
        return new ContentDigests(engines);
    }

    Octets get(DigestAlgorithm algorithm) {
        Octets value = values.get(algorithm);
        if (value == null) {
            throw new IllegalArgumentException("digest " + algorithm + " was not asked for");
        }
        return value;
    }
}
