package org.sealdesk.crypt.message;

import java.util.List;
import org.sealdesk.crypt.engine.CryptoEngine;
import org.sealdesk.crypt.verdict.Technology;

/** The engine of each technology. */
public record Engines(CryptoEngine openPgp, CryptoEngine smime) {

    public CryptoEngine of(Technology technology) {
        return switch (technology) {
            case OPENPGP -> openPgp;
            case SMIME -> smime;
        };
    }

    List<CryptoEngine> all() {
        return List.of(openPgp, smime);
    }
}
