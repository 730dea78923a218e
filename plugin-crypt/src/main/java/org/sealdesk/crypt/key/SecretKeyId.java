package org.sealdesk.crypt.key;

import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Names a secret key in the store.
 *
 * @param value OpenPGP: fingerprint of the primary key, the record holds all its subkeys; S/MIME: SHA-256 of the
 *     SubjectPublicKeyInfo, so that one key serves every certificate that carries it
 */
public record SecretKeyId(Technology technology, Octets value) {}
