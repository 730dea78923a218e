package org.sealdesk.crypt.key;

import java.time.Instant;

/**
 * What a backup holds.
 *
 * @param store id of the keystore, hexadecimal
 * @param created when it was frozen
 * @param sequence every change up to this record of its journal is in the backup
 * @param files of the keystore in it
 * @param octets of these files together, before they were compressed
 */
public record BackupReport(
        String store, Instant created, long sequence, StoreReport.Contents contents, int files, long octets) {}
