package org.sealdesk.crypt.engine;

import java.time.Instant;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.SecretKeyStore;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;

/**
 * What an engine needs to open a mail.
 *
 * @param at the time of judging: when the mail was received
 * @param spill where plaintext goes that is too large for memory
 */
public record OpenContext(
        CertificateStore certificates,
        SecretKeyStore secrets,
        Instant at,
        AlgorithmPolicy policy,
        Limits limits,
        Spill spill) {}
