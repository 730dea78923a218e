package org.sealdesk.crypt.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.store.Synthetic.facts;
import static org.sealdesk.crypt.store.Synthetic.pgp;
import static org.sealdesk.crypt.store.Synthetic.secret;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.key.Keystore.Change;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.verdict.Technology;

class DraftKeystoreTest extends KeystoreContract {

    private final MemoryKeystore base =
            new MemoryKeystore(Clock.fixed(Synthetic.NOW, ZoneOffset.UTC), new SecureRandom());

    @Override
    protected Keystore newKeystore() {
        return base.draft();
    }

    @AfterEach
    void closeBase() {
        base.close();
    }

    @Test
    void changesOfTheDraftNeverReachTheKeystoreItBeganWith() throws Exception {
        Certificate kept = pgp(1);
        Certificate tried = pgp(2);
        base.apply(List.of(new Change.PutCertificate(kept, facts())));
        try (Keystore draft = base.draft();
                SecretKeyRecord key = secret(tried.secretKeyId(), "octets", "passphrase")) {
            draft.apply(List.of(
                    new Change.PutCertificate(tried, facts()),
                    new Change.PutSecret(key),
                    new Change.DeleteCertificate(kept.fingerprint())));
            assertThat(draft.byFingerprint(tried.fingerprint())).isPresent();
            assertThat(draft.open(tried.secretKeyId())).isPresent();
            assertThat(draft.byFingerprint(kept.fingerprint())).isEmpty();
        }
        assertThat(base.byFingerprint(kept.fingerprint())).isPresent();
        assertThat(base.byFingerprint(tried.fingerprint())).isEmpty();
        assertThat(base.has(tried.secretKeyId())).isFalse();
        assertThat(base.count(Technology.OPENPGP)).isEqualTo(1);
    }

    @Test
    void theDraftBeginsWithEverythingSecretsIncluded() throws Exception {
        Certificate own = pgp(1);
        try (SecretKeyRecord key = secret(own.secretKeyId(), "octets", "passphrase")) {
            base.apply(List.of(new Change.PutCertificate(own, facts()), new Change.PutSecret(key)));
        }
        try (Keystore draft = base.draft();
                SecretKeyRecord opened = draft.open(own.secretKeyId()).orElseThrow()) {
            assertThat(opened.id()).isEqualTo(own.secretKeyId());
        }
    }
}
