package com.example

import kotlin.system.exitProcess
import kotlin.time.Duration
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.brokersdk.core.BrokerException
import org.brokersdk.core.Totp
import org.brokersdk.kotak.KotakNeoClient
import org.brokersdk.kotak.KotakNeoSession

private const val TRY_LATER = 75
private const val REJECTED = 77

/** Logs in to Kotak Neo. Suspends until the broker responds; a canceled coroutine cancels the call. */
suspend fun KotakNeoClient.session(totp: Totp, mpin: String): KotakNeoSession =
    loginAsync(totp).await().validateAsync(mpin).await()

fun main() {
    val exitCode = runBlocking {
        KotakNeoClient.builder()
            .accessToken(setting("KOTAK_ACCESS_TOKEN"))
            .mobileNumber(setting("KOTAK_MOBILE_NUMBER"))
            .ucc(setting("KOTAK_UCC"))
            .apply { System.getenv("KOTAK_BASE_URL")?.let(::baseUrl) } // for a mock server
            .build()
            .use { kotak -> login(kotak) }
    }
    exitProcess(exitCode)
}

private suspend fun login(kotak: KotakNeoClient): Int =
    try {
        val session = withTimeout(Duration.parse(setting("LOGIN_TIMEOUT"))) {
            kotak.session(Totp.fromBase32(setting("KOTAK_TOTP_SECRET")), setting("KOTAK_MPIN"))
        }
        println("Logged in as ${session.userId()}")
        0
    } catch (e: TimeoutCancellationException) {
        System.err.println("The login took too long and was canceled. It may have worked: check before you repeat it.")
        TRY_LATER
    } catch (e: BrokerException.Rejected) {
        System.err.println(e.message) // the broker's message, its code, and what to do
        REJECTED
    } catch (e: BrokerException) {
        System.err.println(e.message)
        TRY_LATER
    }

private fun setting(name: String): String = requireNotNull(System.getenv(name)) { "$name is not set" }
