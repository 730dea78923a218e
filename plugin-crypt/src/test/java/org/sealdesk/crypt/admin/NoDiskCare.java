package org.sealdesk.crypt.admin;

import java.nio.file.Path;
import java.util.Optional;
import org.sealdesk.crypt.key.BackupReport;
import org.sealdesk.crypt.key.KeystoreCare;
import org.sealdesk.crypt.key.KeystoreUnavailable;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.RotationReport;
import org.sealdesk.crypt.key.StoreReport;

/** For pages over a keystore in memory, which has nothing to take care of. */
final class NoDiskCare implements KeystoreCare {

    private static KeystoreUnavailable refused() {
        return new KeystoreUnavailable("This keystore is on no disk.");
    }

    @Override
    public BackupReport backup(Path file, Progress progress) throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public Optional<String> unlock() throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public Optional<String> unlock(Passphrase passphrase) throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public Seal seal() throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public void rotateSealingKey(Passphrase passphrase) throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public void rotateSealingKey() throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public RotationReport rotateDataKey() throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public StoreReport check(Progress progress) throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public void reindex() throws KeystoreUnavailable {
        throw refused();
    }

    @Override
    public State state() throws KeystoreUnavailable {
        throw refused();
    }
}
