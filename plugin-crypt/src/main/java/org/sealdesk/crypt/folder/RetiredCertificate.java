package org.sealdesk.crypt.folder;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A certificate that was retired because its files went.
 *
 * @param lastFile where it was last
 */
public record RetiredCertificate(String fingerprint, Path lastFile, Instant at) {}
