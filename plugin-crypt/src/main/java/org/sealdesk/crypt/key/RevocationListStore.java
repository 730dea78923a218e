package org.sealdesk.crypt.key;

import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.octets.Octets;

/** Finds revocation lists. May be called from any thread; sees every acknowledged change. */
public interface RevocationListStore {

    /** @param issuerName canonical, as in {@link RevocationListFacts#issuerName()} */
    List<StoredRevocationList> revocationLists(Octets issuerName);

    /** All of them, in no particular order. */
    List<StoredRevocationList> revocationLists(int max);

    /**
     * The list itself: up to 20 MiB, so keep what was made of it.
     *
     * @param digest as in {@link RevocationListFacts#digest()}
     * @return DER
     */
    Optional<Octets> revocationList(Octets digest);

    /** A store without lists. */
    RevocationListStore NONE = new RevocationListStore() {
        @Override
        public List<StoredRevocationList> revocationLists(Octets issuerName) {
            return List.of();
        }

        @Override
        public List<StoredRevocationList> revocationLists(int max) {
            return List.of();
        }

        @Override
        public Optional<Octets> revocationList(Octets digest) {
            return Optional.empty();
        }
    };
}
