package org.sealdesk.crypt.admin;

import java.time.Instant;
import java.util.List;
import org.sealdesk.api.host.AuditSink;
import org.sealdesk.api.host.PluginHost;
import org.sealdesk.crypt.intake.KeyImporter;
import org.sealdesk.crypt.intake.PasswordVault;
import org.sealdesk.crypt.intake.UsabilityCheck;
import org.sealdesk.crypt.key.Keystore;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.text.Texts;

/**
 * What the pages work with.
 *
 * @param changes hears of every change of keys that a page made
 */
public record AdminParts(
        PluginHost host,
        Keystore keystore,
        KeyImporter importer,
        PasswordVault passwords,
        UsabilityCheck usability,
        CryptSettings settings,
        Limits limits,
        Texts texts,
        KeyChanges changes) {

    Instant now() {
        return host.clock().instant();
    }

    void audit(String actor, String action, String subject, String outcome) {
        host.audit().record(new AuditSink.Event(now(), actor, action, subject, outcome));
    }

    /** Hears of changes, so that unlocked copies are forgotten and waiting mail is tried again. */
    public interface KeyChanges {

        /** @param fingerprints hexadecimal, of certificates that came, changed or went */
        void changed(List<String> fingerprints);
    }
}
