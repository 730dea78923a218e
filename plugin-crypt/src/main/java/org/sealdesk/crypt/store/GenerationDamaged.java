package org.sealdesk.crypt.store;

import java.nio.file.Path;

/** A page of a generation is not what was written. The keystore heals itself from the generation before it. */
final class GenerationDamaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GenerationDamaged(Path file, long from, long to) {
        super("Octets " + from + " to " + (to - 1) + " of " + file + " are not what was written");
    }

    GenerationDamaged(Path file, Throwable cause) {
        super(file + " cannot be read: " + cause, cause);
    }
}
