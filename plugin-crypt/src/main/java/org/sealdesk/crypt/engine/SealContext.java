package org.sealdesk.crypt.engine;

import java.time.Instant;
import org.sealdesk.crypt.key.CertificateStore;
import org.sealdesk.crypt.key.SecretKeyStore;
import org.sealdesk.crypt.policy.AlgorithmPolicy;
import org.sealdesk.crypt.policy.Limits;

/**
 * What an engine needs to protect a mail.
 *
 * @param at the time of sending, written into signatures
 */
public record SealContext(
        CertificateStore certificates, SecretKeyStore secrets, Instant at, AlgorithmPolicy policy, Limits limits) {}
