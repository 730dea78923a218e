package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;

/** Digests of one content, all in one pass. */
final class ContentDigests {

    private final Map<DigestAlgorithm, Octets> values = new EnumMap<>(DigestAlgorithm.class);

    private ContentDigests() {}

    static ContentDigests of(Content content, Collection<DigestAlgorithm> wanted, Jca jca) throws IOException {
        Map<DigestAlgorithm, MessageDigest> engines = new EnumMap<>(DigestAlgorithm.class);
        for (DigestAlgorithm d : wanted) {
            try {
                engines.put(d, jca.digest(d));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("no provider for " + d.policyName(), e);
            }
        }
        try (InputStream in = content.open()) {
            byte[] chunk = new byte[CmsContent.CHUNK_OCTETS];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                for (MessageDigest engine : engines.values()) {
                    engine.update(chunk, 0, n);
                }
            }
        }
        ContentDigests digests = new ContentDigests();
        engines.forEach((d, engine) -> digests.values.put(d, Octets.of(engine.digest())));
        return digests;
    }

    Octets get(DigestAlgorithm algorithm) {
        Octets value = values.get(algorithm);
        if (value == null) {
            throw new IllegalArgumentException("digest " + algorithm + " was not asked for");
        }
        return value;
    }
}
