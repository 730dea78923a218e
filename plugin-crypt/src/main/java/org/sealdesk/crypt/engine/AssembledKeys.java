package org.sealdesk.crypt.engine;

import java.util.List;
import java.util.Set;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.octets.Octets;

/**
 * Secret keys put together from a ring of certificates and files of secret numbers.
 *
 * @param keys one for each certificate with at least one number that opened
 * @param refused files that gave nothing, each with why
 */
public record AssembledKeys(List<Key> keys, List<Refused> refused) {

    public static final AssembledKeys NONE = new AssembledKeys(List.of(), List.of());

    public AssembledKeys {
        keys = List.copyOf(keys);
        refused = List.copyOf(refused);
    }

    /**
     * @param encoded a file that {@link KeyReader#read} understands, without a password
     * @param files those that it was made of
     */
    public record Key(Fingerprint certificate, Octets encoded, Set<String> files) {
        public Key {
            files = Set.copyOf(files);
        }

        @Override
        public String toString() {
            return "Key[" + certificate + "]";
        }
    }

    /**
     * @param code as in {@link KeyReader.Item.Failed}, or {@code certificate.missing}
     * @param reason the thing, the rule, the next step, in English
     */
    public record Refused(String file, String code, String reason) {}
}
