package org.sealdesk.crypt.intake;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealdesk.crypt.engine.KeyReader;
import org.sealdesk.crypt.engine.KeyReader.Item;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.policy.Limits;

/**
 * What an OpenPGP secret key record can do, found by reading it again.
 *
 * @param open whether what we know opens it
 * @param octets length of the record
 */
record StoredSecret(Set<Fingerprint> keys, boolean open, int octets) {

    static StoredSecret read(SecretKeyRecord record, KeyReader reader, Instant at) {
        List<Passphrase> passphrases = record.passphrase().map(List::of).orElse(List.of());
        int octets = record.encoded().length;
        StoredSecret result = new StoredSecret(Set.of(), false, octets);
        for (Item item : reader.read(Octets.of(record.encoded()), passphrases, at, Limits.DEFAULT)) {
            if (item instanceof Item.Secret secret) {
                try (SecretKeyRecord again = secret.secret()) {
                    if (again.id().equals(record.id())) {
                        Set<Fingerprint> keys =
                                secret.certificate().map(StoredSecret::keys).orElse(Set.of());
                        result = new StoredSecret(keys, secret.open(), octets);
                    }
                }
            }
        }
        return result;
    }

    static Set<Fingerprint> keys(Certificate certificate) {
        return certificate.keys().stream().map(ComponentKey::fingerprint).collect(Collectors.toSet());
    }
}
